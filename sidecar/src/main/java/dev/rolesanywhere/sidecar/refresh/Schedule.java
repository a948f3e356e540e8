package dev.rolesanywhere.sidecar.refresh;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When to call again. Pure: the caller brings the randomness, a number from 0 (inclusive) to 1 (exclusive). */
final class Schedule {
    static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    /** For what only people can heal. */
    static final Duration LONGEST_SLOW_RETRY = Duration.ofMinutes(20);

    /** A look at files costs no call of AWS. */
    static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

    private static final int RENEWALS_PER_LIFE = 6;

    /** The longest time slot, which comes on top of the interval; of a short life the 24th part. */
    private static final Duration LONGEST_SLOT = Duration.ofMinutes(5);

    private static final Duration TO_SPARE = Duration.ofMinutes(1);

    private Schedule() {}

    /**
     * After a sixth of the credentials' life, at most an hour, less up to a fifth so that pods do not march in step.
     *
     * @param atLeast what the quota wants; stretches that to up to a quarter more than it, never beyond half the life with
     *     the time slot that follows
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
     * After a failure: 1 s, doubled by each further one up to 5 min, of which at least half is waited. A refusal that does
     * not heal by itself is doubled up to 20 min: quickly in the first minutes, because IAM is eventually consistent.
     *
     * @param failures in a row, this one included
     * @param retryAfter what the other side wants; never undercut
     */
    static Duration retryIn(int failures, boolean lasting, @Nullable Duration retryAfter, double random) {
        Duration longest = lasting ? LONGEST_SLOW_RETRY : LONGEST_RETRY;
        // 2^12 s is more than either.
        int doublings = Math.clamp(failures - 1L, 0, 12);
        Duration jittered = scaled(shorter(FIRST_RETRY.multipliedBy(1L << doublings), longest), 0.5 + 0.5 * random);
        // Beyond Retry-After too, or all who were told the same would come at the same moment.
        return retryAfter != null && retryAfter.compareTo(jittered) > 0 ? retryAfter.plus(jittered) : jittered;
    }

    /** When to look again at files that another component has to write. */
    static Duration lookAgainIn(int failures, double random) {
        return shorter(retryIn(failures, false, null, random), LONGEST_LOOK);
    }

    /**
     * How long to hold back a call that the operator gave no slot for, because it is away: of all pods that may be in the same
     * position, each takes another moment while its leaf is good and most of its session is left.
     *
     * @param sessionLeft null where there is none; then nothing is held back
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
