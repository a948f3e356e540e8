package dev.rolesanywhere.sidecar.refresh;

import java.time.Duration;
import java.time.Instant;

/** When to try next. Pure: {@code chance} is a random number from 0 to 1. */
final class Schedule {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration SLOWEST_RETRY = Duration.ofMinutes(5);
    /** IAM is eventually consistent, and so are people who are just setting things up. */
    private static final Duration EAGER = Duration.ofMinutes(5);

    private static final Duration SLOWEST_EAGER_RETRY = Duration.ofSeconds(15);

    private Schedule() {}

    /** After a sixth of the session's life, at most an hour, spread by a tenth so that pods that started together part. */
    static Instant renewal(Instant since, Instant expiration, double chance) {
        Duration sixth = Duration.between(since, expiration).dividedBy(6);
        Duration wait = sixth.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : sixth;
        return since.plus(scaled(wait, 0.9 + 0.2 * chance));
    }

    /**
     * After a failure: doubling from one second, with full jitter over the upper half.
     *
     * @param failures in a row, from 1
     * @param failingFor how long there has been no success
     * @param passes whether the failure heals by itself
     */
    static Duration retry(int failures, Duration failingFor, boolean passes, double chance) {
        Duration slowest = !passes && failingFor.compareTo(EAGER) > 0
                ? SLOWEST_RETRY
                : passes ? Duration.ofSeconds(60) : SLOWEST_EAGER_RETRY;
        Duration exponential = Duration.ofSeconds(1L << Math.min(failures - 1, 12));
        Duration wait = exponential.compareTo(slowest) > 0 ? slowest : exponential;
        return scaled(wait, 0.5 + 0.5 * chance);
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis((long) (duration.toMillis() * factor));
    }
}
