package dev.rolesanywhere.operator.caller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Why the API server may have refused a token. TokenReview does not say, so the token's own unverified claims are read; what is
 * found only words a refusal that is already certain.
 */
final class TokenHint {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int JWT_PARTS = 3;

    private TokenHint() {}

    static Optional<Decision.Refused> of(String token, Instant now) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != JWT_PARTS) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return audience(claims).or(() -> expiry(claims, now));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Decision.Refused> audience(JsonNode claims) {
        JsonNode audience = claims.path("aud");
        boolean ours = audience.isArray()
                ? StreamSupport.stream(audience.spliterator(), false)
                        .anyMatch(one -> one.asText().equals(Issuing.AUDIENCE))
                : audience.asText().equals(Issuing.AUDIENCE);
        return ours
                ? Optional.empty()
                : Optional.of(
                        new Decision.Refused(
                                Refusal.TokenWrongAudience,
                                "The token is not for the audience '" + Issuing.AUDIENCE
                                        + "'. Send the token that is projected with that audience, not the one for the API server."));
    }

    private static Optional<Decision.Refused> expiry(JsonNode claims, Instant now) {
        long expiry = claims.path("exp").asLong(Long.MAX_VALUE);
        return now.getEpochSecond() < expiry
                ? Optional.empty()
                : Optional.of(
                        new Decision.Refused(
                                Refusal.TokenExpired,
                                "The token has expired. Read it from its file anew for each request; the kubelet keeps it fresh."));
    }
}
