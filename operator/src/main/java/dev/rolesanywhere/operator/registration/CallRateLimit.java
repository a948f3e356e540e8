package dev.rolesanywhere.operator.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One call a second: the quota of Roles Anywhere for management calls, shared with the account's users and tools. */
final class CallRateLimit {
    private static final Duration GAP = Duration.ofSeconds(1);

    private final Clock clock;
    private final Sleep sleep;
    private Instant next = Instant.MIN;

    /** How to wait. */
    @FunctionalInterface
    interface Sleep {
        void pause(Duration time) throws InterruptedException;
    }

    CallRateLimit(Clock clock, Sleep sleep) {
        this.clock = clock;
        this.sleep = sleep;
    }

    /** Blocks until the next call is allowed. */
    synchronized void await() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            try {
                sleep.pause(Duration.between(now, next));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for AWS's quota", e);
            }
        }
        next = clock.instant().plus(GAP);
    }
}
