package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.pki.issuance.Decision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were rejected lately, by their SHA-256, so that a repeated token costs the API server nothing. Bounded.
 * It remembers only rejections, so no token is ever accepted from memory.
 */
final class RejectedTokens {
    /** An API server may not know a new pod yet. Its sidecar is served soon after that. */
    static final Duration REMEMBERED = Duration.ofSeconds(5);

    static final int MOST = 4096;

    private final Clock clock;
    private final Map<String, Rejection> rejections = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rejection> eldest) {
            return size() > MOST;
        }
    };

    private record Rejection(Decision.Refused refused, Instant until) {}

    RejectedTokens(Clock clock) {
        this.clock = clock;
    }

    synchronized Optional<Decision.Refused> find(String token) {
        String hash = hash(token);
        @Nullable Rejection rejection = rejections.get(hash);
        if (rejection == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(rejection.until())) {
            rejections.remove(hash);
            return Optional.empty();
        }
        return Optional.of(rejection.refused());
    }

    synchronized void remember(String token, Decision.Refused refused) {
        rejections.put(hash(token), new Rejection(refused, clock.instant().plus(REMEMBERED)));
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
