package dev.rolesanywhere.operator.caller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a JWT (RFC 7519) says of itself. Nothing is verified here: only where the API server has accepted the token is it true.
 *
 * @param issuedAt absent if it does not say, as {@code expiry}
 * @param podUid of the pod that it is bound to; absent if it is bound to none
 */
record TokenClaims(
        List<String> audiences,
        @Nullable Instant issuedAt,
        @Nullable Instant expiry,
        @Nullable String podUid) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int JWT_PARTS = 3;

    TokenClaims {
        audiences = List.copyOf(audiences);
    }

    /** Empty if it is no JWT. */
    static Optional<TokenClaims> of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != JWT_PARTS) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return Optional.of(new TokenClaims(
                    audiences(claims.path("aud")),
                    time(claims.path("iat")),
                    time(claims.path("exp")),
                    claims.path("kubernetes.io").path("pod").path("uid").textValue()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> audiences(JsonNode audience) {
        return audience.isArray()
                ? StreamSupport.stream(audience.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(audience.asText());
    }

    /** Seconds; those that no {@code Instant} holds are as good as none. */
    private static @Nullable Instant time(JsonNode seconds) {
        return seconds.isNumber() && Math.abs(seconds.asDouble()) < Instant.MAX.getEpochSecond()
                ? Instant.ofEpochSecond(seconds.asLong())
                : null;
    }
}
