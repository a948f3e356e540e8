package dev.rolesanywhere.client.session;

import java.time.Instant;

/** Temporary credentials. {@code toString} hides all but the access key's id. */
public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + " until " + expiration + "]";
    }
}
