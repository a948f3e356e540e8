package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;

/** What a call to AWS is for. */
enum Priority {
    /** A pod without credentials, or about to be: its application waits. */
    START,
    /** The session in use lasts for long yet. */
    RENEWAL,
    /** The session in use is at half of its life. */
    LATE_RENEWAL;

    private static final Duration URGENT = Duration.ofMinutes(15);

    /** @param life of a session */
    static Priority of(Instant servedUntil, Duration life, Instant now) {
        Duration quarter = life.dividedBy(4);
        if (!servedUntil.isAfter(now.plus(quarter.compareTo(URGENT) < 0 ? quarter : URGENT))) {
            return START;
        }
        return servedUntil.isAfter(now.plus(life.multipliedBy(11).dividedBy(20))) ? RENEWAL : LATE_RENEWAL;
    }
}
