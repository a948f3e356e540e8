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
 * The unverified claims of a JWT (RFC 7519). They are true only if the API server has accepted the token.
 *
 * @param issuedAt absent if the token has none, like {@code expiry}
 * @param podUid of the pod that the token is bound to; absent if it is not bound to a pod
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

    /** Empty if the token is not a JWT. */
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

    /** In seconds; absent if an {@code Instant} cannot hold them. */
    private static @Nullable Instant time(JsonNode seconds) {
        return seconds.isNumber() && Math.abs(seconds.asDouble()) < Instant.MAX.getEpochSecond()
                ? Instant.ofEpochSecond(seconds.asLong())
                : null;
    }
}
