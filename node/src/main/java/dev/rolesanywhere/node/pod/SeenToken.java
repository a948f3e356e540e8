package dev.rolesanywhere.node.pod;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A token that was verified before it expired.
 *
 * @param hash base64 of its SHA-256
 * @param text null if a previous agent verified it, because files contain no tokens
 */
public record SeenToken(
        String hash,
        Instant issuedAt,
        Instant expiry,
        @Nullable String text) {
    public static String hash(String token) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    public SeenToken with(String itsText) {
        return new SeenToken(hash, issuedAt, expiry, itsText);
    }

    public boolean isExpired(Instant now) {
        return !expiry.isAfter(now);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "SeenToken[until " + expiry + "]";
    }
}
