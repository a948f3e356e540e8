package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;

/** AWS's throttling as a token bucket, of which other clusters use a constant part. AWS itself may be unreachable. */
final class Throttle {
    private final double left;
    private final double burst;
    private double tokens;
    private Instant filledAt = Instant.EPOCH;
    private Instant awayFrom = Instant.MAX;
    private Instant awayUntil = Instant.MAX;

    /**
     * @param rate calls per second that AWS refills; as many may come at once
     * @param others calls per second of other clusters of the account
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

    /** Whether a call passes. The time never goes back. */
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
