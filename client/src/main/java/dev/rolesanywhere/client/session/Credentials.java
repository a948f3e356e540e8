package dev.rolesanywhere.client.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Temporary AWS credentials.
 *
 * @param accountId of the role, 12 digits, which SDKs use in the endpoints of some services; null if unknown
 */
public record Credentials(
        String accessKeyId,
        String secretAccessKey,
        String sessionToken,
        Instant expiration,
        @Nullable String accountId) {
    public Credentials(String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {
        this(accessKeyId, secretAccessKey, sessionToken, expiration, null);
    }

    /** With an account. */
    public Credentials of(String account) {
        return new Credentials(accessKeyId, secretAccessKey, sessionToken, expiration, account);
    }

    /** The key's id, which is no secret, and the expiry. */
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + ", expires " + expiration + "]";
    }
}
