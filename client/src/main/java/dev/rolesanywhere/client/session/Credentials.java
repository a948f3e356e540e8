package dev.rolesanywhere.client.session;

import java.time.Instant;

/** Temporary AWS credentials. */
public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {
    /** The key's id, which is no secret, and the expiry. */
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + ", expires " + expiration + "]";
    }
}
