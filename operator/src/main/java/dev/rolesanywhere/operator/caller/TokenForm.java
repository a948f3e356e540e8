package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a token looks like one that a pod of this cluster may send. Nothing is verified: this only avoids calls of
 * the API server whose answer is certain. TokenReview decides about all other tokens.
 */
final class TokenForm {
    /** A projected token has 1 to 2 KiB. */
    static final int MAX_CHARACTERS = 8 * 1024;

    /** The API server's clock decides, and this process's clock may be ahead. */
    private static final Duration CLOCK_LEEWAY = Duration.ofMinutes(1);

    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private TokenForm() {}

    /** Why every API server would reject the token from a pod; empty if it may be valid. */
    static Optional<Decision.Refused> defect(String token, String audience, Instant now) {
        if (token.length() > MAX_CHARACTERS || !JWT.matcher(token).matches()) {
            return Optional.of(noToken(audience));
        }
        Optional<TokenClaims> claims = TokenClaims.of(token);
        if (claims.isEmpty()) {
            return Optional.of(noToken(audience));
        }
        return TokenHint.of(token, audience, now.minus(CLOCK_LEEWAY)).or(() -> binding(claims.get(), audience));
    }

    private static Optional<Decision.Refused> binding(TokenClaims claims, String audience) {
        if (claims.expiry() == null) {
            return Optional.of(noToken(audience));
        }
        return claims.podUid() != null
                ? Optional.empty()
                : Optional.of(new Decision.Refused(
                        IssuingReason.TokenNotBoundToPod,
                        "The token is not bound to a pod. Send a projected token from inside the pod; 'kubectl create"
                                + " token' needs --bound-object-kind=Pod."));
    }

    private static Decision.Refused noToken(String audience) {
        return new Decision.Refused(
                IssuingReason.TokenNotAuthenticated,
                "The token is not a ServiceAccount token of this cluster. Send the pod's projected token with audience '"
                        + audience + "'.");
    }
}
