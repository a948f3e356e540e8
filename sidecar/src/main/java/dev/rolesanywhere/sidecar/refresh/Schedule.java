package dev.rolesanywhere.sidecar.refresh;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When to call again. Pure: the caller brings the randomness, a number from 0 (inclusive) to 1 (exclusive). */
final class Schedule {
    static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final int RENEWALS_PER_LIFE = 6;

    private Schedule() {}

    /** After a sixth of the credentials' life, at most an hour, less up to a fifth so that pods do not march in step. */
    static Duration renewIn(Duration life, double random) {
        Duration sixth = life.dividedBy(RENEWALS_PER_LIFE);
        Duration longest = sixth.compareTo(LONGEST_INTERVAL) < 0 ? sixth : LONGEST_INTERVAL;
        return scaled(longest, 1 - 0.2 * random);
    }

    /**
     * After a failure: 1 s, doubled by each further one up to 5 min, of which at least half is waited.
     *
     * @param failures in a row, this one included
     * @param retryAfter what the other side wants; never undercut
     */
    static Duration retryIn(int failures, @Nullable Duration retryAfter, double random) {
        Duration backoff = LONGEST_RETRY;
        if (failures < 10) {
            Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.max(0, failures - 1));
            backoff = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
        }
        Duration jittered = scaled(backoff, 0.5 + 0.5 * random);
        // Beyond Retry-After too, or all who were told the same would come at the same moment.
        return retryAfter != null && retryAfter.compareTo(jittered) > 0 ? retryAfter.plus(jittered) : jittered;
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.max(1, (long) (duration.toMillis() * factor)));
    }
}
