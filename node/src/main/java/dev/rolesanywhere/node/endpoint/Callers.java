package dev.rolesanywhere.node.endpoint;

import dev.rolesanywhere.node.keys.PublishedKeys;
import dev.rolesanywhere.node.pod.AgentPod;
import dev.rolesanywhere.node.pod.Pods;
import dev.rolesanywhere.node.pod.SeenToken;
import dev.rolesanywhere.node.token.TokenVerifier;
import dev.rolesanywhere.node.token.Verification;
import dev.rolesanywhere.sidecar.endpoint.Answer;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds the pod of a token. For the listener's thread. */
final class Callers {
    private static final int UNAUTHORIZED = 401;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final TokenVerifier verifier;
    private final PublishedKeys keys;
    private final Pods pods;
    private final Limits limits;

    Callers(TokenVerifier verifier, PublishedKeys keys, Pods pods, Limits limits) {
        this.verifier = verifier;
        this.keys = keys;
        this.pods = pods;
        this.limits = limits;
    }

    /** @param last whether the client waits no longer */
    Caller identify(String token, InetAddress address, Instant now, boolean last) {
        String hash = SeenToken.hash(token);
        AgentPod pod = pods.find(hash);
        SeenToken seen = pods.token(hash);
        if (pod != null && seen != null) {
            return seen.isExpired(now) ? expired(pod, seen, now, last) : known(pod, seen.with(token), now);
        }
        if (!limits.verification(address)) {
            return turned(
                    429,
                    "TooManyTokens",
                    "too many tokens from address " + address.getHostAddress()
                            + " could not be verified; send the pod's projected token, and try again",
                    SOON);
        }
        return switch (verifier.verify(token, keys.keys(), now)) {
            case Verification.Verified verified -> {
                limits.verified(address);
                SeenToken fresh = new SeenToken(hash, verified.issuedAt(), verified.expiry(), null);
                yield admit(pods.admit(verified.pod(), fresh), fresh.with(token), now);
            }
            case Verification.Rejected(String code, String message) -> turned(UNAUTHORIZED, code, message, null);
            case Verification.UnknownKey() -> unknownKey(address, now, last);
        };
    }

    private static Caller known(AgentPod pod, SeenToken shown, Instant now) {
        pod.present(shown, now);
        return new Caller.Known(pod);
    }

    private static Caller admit(@Nullable AgentPod pod, SeenToken shown, Instant now) {
        return pod != null
                ? known(pod, shown, now)
                : turned(
                        503,
                        "TooManyPods",
                        "the agent serves the maximum number of pods; raise ROLESANYWHERE_NODE_AGENT_MOST_PODS",
                        SOON);
    }

    /** The API server may have a new key that this agent has not requested from the operator yet. */
    private Caller unknownKey(InetAddress address, Instant now, boolean last) {
        if (keys.isRecent(now) && !keys.isOutage(now)) {
            return turned(
                    UNAUTHORIZED,
                    TokenVerifier.FORGED,
                    "the token is not signed with a key of the API server; send the pod's projected token",
                    null);
        }
        limits.verified(address);
        return later(last, "the API server's keys are not known yet, because the operator does not answer; try again");
    }

    /**
     * While operator and API server are reachable, the kubelet renews tokens, so an expired token is rejected. During
     * an outage the newest token of the pod counts, which was verified before it expired.
     */
    private Caller expired(AgentPod pod, SeenToken seen, Instant now, boolean last) {
        SeenToken newest = pod.newestToken();
        boolean isNewest = newest != null && newest.hash().equals(seen.hash());
        if (isNewest && keys.isOutage(now)) {
            keys.want();
            return known(pod, seen, now);
        }
        if (isNewest && !keys.isRecent(now)) {
            return later(
                    last, "the token expired at " + seen.expiry() + ", and the operator does not answer; try again");
        }
        return turned(
                UNAUTHORIZED,
                TokenVerifier.EXPIRED,
                "the token expired at " + seen.expiry()
                        + "; read it from its file for each request, where the kubelet renews it",
                null);
    }

    private Caller later(boolean last, String message) {
        keys.want();
        return last ? turned(503, "KeysUnavailable", message, SOON) : new Caller.Later();
    }

    private static Caller turned(int status, String reason, String message, @Nullable Duration retryAfter) {
        Answer answer = Answer.error(status, reason, message);
        return new Caller.Turned(retryAfter == null ? answer : answer.retryAfter(retryAfter), reason);
    }
}
