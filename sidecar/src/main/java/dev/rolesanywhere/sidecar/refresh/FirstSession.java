package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The session from Roles Anywhere with which a target role is assumed. It is only in memory, and no client ever gets
 * it.
 *
 * @param life of the session when AWS granted it
 * @param assumeAt when to call STS next
 * @param failures of STS in a row
 * @param assumed the target role whose session is served; null before the first
 */
public record FirstSession(
        Credentials credentials,
        Duration life,
        Instant assumeAt,
        int failures,
        @Nullable TargetRole assumed) {
    /** A session with less time left might expire during the call. */
    private static final Duration MIN_LEFT = Duration.ofSeconds(30);

    /** Whether STS would still accept it. */
    boolean isUsable(Instant now) {
        return credentials.expiration().isAfter(now.plus(MIN_LEFT));
    }

    boolean isAssumeDue(Instant now) {
        return !assumeAt.isAfter(now) && isUsable(now);
    }

    boolean isEnding(Instant now) {
        return Duration.between(now, credentials.expiration()).compareTo(life.dividedBy(3)) < 0;
    }

    /** The remaining time; null if it has expired. */
    @Nullable
    Duration left(Instant now) {
        return isUsable(now) ? Duration.between(now, credentials.expiration()) : null;
    }

    FirstSession assumed(TargetRole target, Instant again) {
        return new FirstSession(credentials, life, again, 0, target);
    }

    FirstSession failed(Instant again) {
        return new FirstSession(credentials, life, again, failures + 1, assumed);
    }

    /** Corrects the times by the duration that the clock was ahead. */
    FirstSession setBack(Duration by) {
        return new FirstSession(credentials, life, assumeAt.minus(by), failures, assumed);
    }
}
