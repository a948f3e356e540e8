package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;

/**
 * Calls a second that AWS is thought to take: additive increase, multiplicative decrease, as TCP's congestion control, since other clusters may share the
 * account's quota.
 *
 * @param configured never exceeded
 * @param now calls a second at present
 * @param lastCut when it was lowered last
 */
record AdaptiveRate(double configured, double now, Instant lastCut) {
    /** Below this, a rollout would stand still. */
    static final double FLOOR = 2;

    private static final double CUT = 0.7;
    private static final double STEP = 0.05;
    /** One shortage throttles many pods; it is answered once. */
    private static final Duration ONE_SHORTAGE = Duration.ofSeconds(5);

    static AdaptiveRate configured(double rate) {
        return new AdaptiveRate(rate, rate, Instant.MIN);
    }

    AdaptiveRate throttled(Instant time) {
        return !time.isBefore(lastCut.plus(ONE_SHORTAGE))
                ? new AdaptiveRate(configured, Math.max(FLOOR, now * CUT), time)
                : this;
    }

    AdaptiveRate accepted() {
        return new AdaptiveRate(configured, Math.min(configured, now + STEP), lastCut);
    }
}
