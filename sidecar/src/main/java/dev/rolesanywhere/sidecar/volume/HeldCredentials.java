package dev.rolesanywhere.sidecar.volume;

import dev.rolesanywhere.client.session.Credentials;
import java.time.Duration;
import java.time.Instant;

/** Credentials of one profile, and since when. */
public record HeldCredentials(String profile, Credentials credentials, Instant since) {
    /** Never served with less than this left: an SDK that was just answered needs time to use the answer. */
    public static final Duration LEAST = Duration.ofMinutes(1);

    public boolean usableAt(Instant now) {
        return now.plus(LEAST).isBefore(credentials.expiration());
    }
}
