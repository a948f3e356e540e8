package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;

/**
 * Estimated calls a second that AWS accepts: additive increase, multiplicative decrease, like TCP's congestion control, because other
 * clusters may share the account's quota.
 *
 * @param configured never exceeded
 * @param now current calls a second
 * @param lastCut time of the last decrease
 */
record AdaptiveRate(double configured, double now, Instant lastCut) {
    /** Minimum rate, so that a rollout still progresses. */
    static final double FLOOR = 2;

    private static final double CUT = 0.7;
    private static final double STEP = 0.05;
    /** One shortage throttles many pods but lowers the rate only once. */
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
