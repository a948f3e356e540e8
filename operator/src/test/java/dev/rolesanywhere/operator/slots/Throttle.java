package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;

/** AWS's throttle as a token bucket, of which others in the account take a steady part; and AWS itself, which may be away. */
final class Throttle {
    private final double left;
    private final double burst;
    private double tokens;
    private Instant filledAt = Instant.EPOCH;
    private Instant awayFrom = Instant.MAX;
    private Instant awayUntil = Instant.MAX;

    /**
     * @param rate calls a second that AWS refills; as many may come at once
     * @param others calls a second that other clusters of the account make
     */
    Throttle(double rate, double others) {
        this.left = rate - others;
        this.burst = rate;
        this.tokens = rate;
    }

    void away(Instant from, Instant until) {
        awayFrom = from;
        awayUntil = until;
    }

    boolean isAway(Instant now) {
        return !now.isBefore(awayFrom) && now.isBefore(awayUntil);
    }

    /** Whether a call passes; time never goes back. */
    boolean takes(Instant now) {
        double seconds = Duration.between(filledAt, now).toMillis() / 1000.0;
        tokens = Math.min(burst, tokens + seconds * left);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
