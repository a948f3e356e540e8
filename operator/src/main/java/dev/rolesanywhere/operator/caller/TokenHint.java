package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Instant;
import java.util.Optional;

/**
 * Why the API server may have rejected a token. TokenReview gives no reason, so this reads the token's unverified
 * claims. The hint only changes the message of a certain rejection.
 */
final class TokenHint {
    private TokenHint() {}

    static Optional<Decision.Refused> of(String token, String audience, Instant now) {
        return TokenClaims.of(token)
                .flatMap(claims -> audience(claims, audience).or(() -> expiry(claims, now)));
    }

    private static Optional<Decision.Refused> audience(TokenClaims claims, String audience) {
        if (audience.equals(Issuing.AUDIENCE) && claims.audiences().contains(NodeAgent.AUDIENCE)) {
            return Optional.of(new Decision.Refused(
                    IssuingReason.NodeAgentRequired,
                    "The token is for the agent of the pod's node. Send the token to the agent: only the agent may send it to the"
                            + " operator, together with the agent's own token."));
        }
        boolean ours = claims.audiences().contains(audience);
        return ours
                ? Optional.empty()
                : Optional.of(
                        new Decision.Refused(
                                IssuingReason.TokenWrongAudience,
                                "The token is not for the audience '" + audience
                                        + "'. Send the token that is projected with that audience, not the token for the API server."));
    }

    private static Optional<Decision.Refused> expiry(TokenClaims claims, Instant now) {
        return claims.expiry() == null || now.isBefore(claims.expiry())
                ? Optional.empty()
                : Optional.of(new Decision.Refused(
                        IssuingReason.TokenExpired,
                        "The token has expired. Read it from its file for each request; the kubelet keeps"
                                + " it fresh."));
    }
}
