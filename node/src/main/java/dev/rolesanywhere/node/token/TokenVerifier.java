package dev.rolesanywhere.node.token;

import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.crds.contract.NodeAgent;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;

/** Whether the API server issued a token to a pod of this node and for this agent. Pure. */
public final class TokenVerifier {
    public static final String WRONG_AUDIENCE = "TokenWrongAudience";
    public static final String NOT_BOUND = "TokenNotBoundToPod";
    public static final String OTHER_NODE = "TokenOfAnotherNode";
    public static final String EXPIRED = "TokenExpired";
    public static final String FORGED = "TokenNotAuthenticated";

    /** The API server's clock sets the times in the token, and this node's clock may differ. */
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final String node;

    /** @param node the name of this node */
    public TokenVerifier(String node) {
        this.node = node;
    }

    /** The cheap checks come first: a signature takes longer to verify than all others. */
    public Verification verify(String token, VerifyingKeys keys, Instant now) {
        TokenClaims claims;
        try {
            claims = TokenClaims.read(token);
        } catch (MalformedJsonException e) {
            return new Verification.Rejected(
                    FORGED, "the token is not a ServiceAccount token of a pod; send the token of " + place());
        }
        if (!claims.audiences().contains(NodeAgent.AUDIENCE)) {
            return new Verification.Rejected(
                    WRONG_AUDIENCE,
                    "the token is not for audience " + NodeAgent.AUDIENCE + "; send the token of " + place());
        }
        PodIdentity pod = claims.pod();
        if (pod == null) {
            return new Verification.Rejected(
                    NOT_BOUND,
                    "the token is not bound to a pod; send the token of " + place() + " from inside the pod");
        }
        if (claims.node() == null) {
            return new Verification.Rejected(
                    OTHER_NODE,
                    "the token has no node name; the API server must run Kubernetes 1.30 or newer, with"
                            + " ServiceAccountTokenPodNodeInfo");
        }
        if (!claims.node().equals(node)) {
            return new Verification.Rejected(
                    OTHER_NODE,
                    "the token belongs to a pod on node " + claims.node() + ", but this agent serves node " + node
                            + "; a pod must call the agent of its own node");
        }
        if (claims.issuedAt().isAfter(now.plus(LEEWAY))) {
            return new Verification.Rejected(
                    FORGED,
                    "the token was issued at " + claims.issuedAt() + ", but the node's clock shows " + now
                            + "; correct the node's clock");
        }
        return signed(claims, pod, keys, now);
    }

    private static Verification signed(TokenClaims claims, PodIdentity pod, VerifyingKeys keys, Instant now) {
        PublicKey key = keys.keys().get(claims.keyId());
        if (key == null) {
            return new Verification.UnknownKey();
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.named(claims.algorithm());
        if (algorithm == null
                || !algorithm.fits(key)
                || !claims.issuer().equals(keys.issuer())
                || !algorithm.verifies(key, claims.signed(), claims.signature())) {
            return new Verification.Rejected(
                    FORGED, "the token is not signed by the API server of this cluster; send the token of " + place());
        }
        if (!claims.expiry().isAfter(now)) {
            return new Verification.Rejected(
                    EXPIRED,
                    "the token expired at " + claims.expiry()
                            + "; read it from its file for each request, where the kubelet renews it");
        }
        return new Verification.Verified(pod, claims.issuedAt(), claims.expiry());
    }

    private static String place() {
        return NodeAgent.TOKEN_DIRECTORY + "/" + NodeAgent.TOKEN_FILE;
    }
}
