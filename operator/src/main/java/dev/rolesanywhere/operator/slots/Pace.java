package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;

/**
 * How many calls a second one account and region take at the moment. Throttling lowers that by three tenths, success raises it by a
 * twentieth of the configured rate every ten seconds (additive increase, multiplicative decrease: RFC 5681's way to share a link
 * with others who are not seen).
 *
 * @param configured calls a second
 * @param allowed calls a second, between a tenth of the configured rate and all of it
 * @param halvedUntil until then the leader before this one's slots may still be used, and only half is spent
 * @param cutAt what was granted before tells nothing about the rate since
 */
record Pace(double configured, double allowed, Instant halvedUntil, Instant cutAt, Instant raisedAt) {
    private static final double CUT = 0.7;
    private static final double STEPS = 20;
    private static final double FLOOR = 0.1;
    private static final Duration BETWEEN_STEPS = Duration.ofSeconds(10);

    static Pace start(double configured, Instant halvedUntil) {
        return new Pace(configured, configured, halvedUntil, Instant.MIN, Instant.MIN);
    }

    double at(Instant now) {
        return now.isBefore(halvedUntil) ? Math.min(allowed, configured / 2) : allowed;
    }

    /** AWS has throttled a call whose slot was granted then. */
    Pace throttled(Instant granted, Instant now) {
        return granted.isBefore(cutAt)
                ? this
                : new Pace(configured, Math.max(configured * FLOOR, at(now) * CUT), halvedUntil, now, now);
    }

    /** AWS has answered a call whose slot was granted then. */
    Pace accepted(Instant granted, Instant now) {
        boolean tooSoon = raisedAt != Instant.MIN && now.isBefore(raisedAt.plus(BETWEEN_STEPS));
        return granted.isBefore(cutAt) || tooSoon || allowed >= configured
                ? this
                : new Pace(configured, Math.min(configured, allowed + configured / STEPS), halvedUntil, cutAt, now);
    }
}
