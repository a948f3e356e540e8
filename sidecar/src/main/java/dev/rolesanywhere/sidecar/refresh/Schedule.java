package dev.rolesanywhere.sidecar.refresh;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to call again. Pure: the caller provides the randomness, a number from 0 (inclusive) to 1 (exclusive).
 */
final class Schedule {
    static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    /** For failures that need a change of configuration. */
    static final Duration LONGEST_SLOW_RETRY = Duration.ofMinutes(20);

    /** Reading files costs no call of AWS. */
    static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

    private static final int RENEWALS_PER_LIFE = 6;

    /** The longest time slot, which adds to the interval; at most a 24th of a short lifetime. */
    private static final Duration LONGEST_SLOT = Duration.ofMinutes(5);

    private static final Duration TO_SPARE = Duration.ofMinutes(1);

    private Schedule() {}

    /**
     * After a sixth of the credentials' lifetime, at most an hour, minus up to a fifth so that pods do not call at the
     * same time.
     *
     * @param atLeast the interval that the quota requires; stretches the result to at most a quarter more than it, but
     *     never beyond half the lifetime including the next time slot
     */
    static Duration renewIn(Duration life, @Nullable Duration atLeast, double random) {
        Duration usual = shorter(life.dividedBy(RENEWALS_PER_LIFE), LONGEST_INTERVAL);
        Duration longest = usual;
        if (atLeast != null && atLeast.compareTo(scaled(usual, 0.8)) > 0) {
            Duration half = life.dividedBy(2).minus(shorter(LONGEST_SLOT, life.dividedBy(24)));
            longest = shorter(atLeast.plus(atLeast.dividedBy(4)), half);
        }
        return scaled(longest, 1 - 0.2 * random);
    }

    /**
     * After a failure: 1 s, doubled after each further failure up to 5 min, with at least half of it as the wait. A
     * lasting refusal doubles up to 20 min. It is retried quickly in the first minutes, because IAM is eventually
     * consistent.
     *
     * @param failures in a row, this one included
     * @param retryAfter required by the server; never shortened
     */
    static Duration retryIn(int failures, boolean lasting, @Nullable Duration retryAfter, double random) {
        Duration longest = lasting ? LONGEST_SLOW_RETRY : LONGEST_RETRY;
        // 2^12 s is more than either limit.
        int doublings = Math.clamp(failures - 1L, 0, 12);
        Duration jittered = scaled(shorter(FIRST_RETRY.multipliedBy(1L << doublings), longest), 0.5 + 0.5 * random);
        // Later than Retry-After, or all clients with the same Retry-After would come at the same moment.
        return retryAfter != null && retryAfter.compareTo(jittered) > 0 ? retryAfter.plus(jittered) : jittered;
    }

    /** When to read again files that another component must write. */
    static Duration lookAgainIn(int failures, double random) {
        return shorter(retryIn(failures, false, null, random), LONGEST_LOOK);
    }

    /**
     * How long to delay a call without a slot while the operator is unreachable. Of all pods in the same situation,
     * each chooses another moment within the lifetime of its leaf and most of its session.
     *
     * @param sessionLeft null without a session; then there is no delay
     */
    static Duration holdBack(Duration leafLeft, @Nullable Duration sessionLeft, double random) {
        if (sessionLeft == null || sessionLeft.isNegative()) {
            return Duration.ZERO;
        }
        Duration longest = shorter(leafLeft.minus(TO_SPARE), sessionLeft.dividedBy(4));
        return longest.isNegative() ? Duration.ZERO : scaled(longest, random);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.max(1, (long) (duration.toMillis() * factor)));
    }
}
