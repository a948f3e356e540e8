package dev.rolesanywhere.operator.slots;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * How many calls each of the next {@value #SECONDS} seconds has. A pod waits whole seconds, so its call falls into the same part of
 * a second as its request; within a second the calls are as spread as the requests were, or a burst of one second's calls.
 */
final class Calendar {
    /** No slot is further away: pods keep theirs whatever happens to the rate or to this process. */
    static final int SECONDS = 120;

    /** A power of two above {@link #SECONDS}. */
    private static final int RING = 256;

    private final int[] starts = new int[RING];
    private final int[] renewals = new int[RING];
    private long current;

    /** Takes the first free second. Empty if none is. */
    OptionalInt take(Priority priority, Shares shares, Instant now) {
        advance(now.getEpochSecond());
        for (int wait = 0; wait <= SECONDS; wait++) {
            long second = current + wait;
            int[] ofKind = priority == Priority.START ? starts : renewals;
            if (count(second) < whole(shares.total(), second)
                    && ofKind[place(second)] < most(priority, shares, second)) {
                ofKind[place(second)]++;
                return OptionalInt.of(wait);
            }
        }
        return OptionalInt.empty();
    }

    /** How many calls are still to come. */
    int ahead(Instant now) {
        advance(now.getEpochSecond());
        int ahead = 0;
        for (int wait = 1; wait <= SECONDS; wait++) {
            ahead += count(current + wait);
        }
        return ahead;
    }

    private int count(long second) {
        return starts[place(second)] + renewals[place(second)];
    }

    /** Renewals may have at least one call in any second, or a slow rate's few seconds might all be others'. */
    private static int most(Priority priority, Shares shares, long second) {
        return switch (priority) {
            case START -> whole(shares.starts(), second);
            case RENEWAL -> (int) Math.ceil(shares.renewals());
            case LATE_RENEWAL -> (int) Math.ceil(shares.late());
        };
    }

    /** A rate with a fraction gives some seconds one call more than others. */
    private static int whole(double rate, long second) {
        return (int) ((long) (rate * (second + 1)) - (long) (rate * second));
    }

    private void advance(long second) {
        boolean farAway = second < current || second - current >= RING;
        long from = farAway ? second : current;
        for (int i = 0; farAway && i < RING; i++) {
            clear(i);
        }
        for (long past = from; past < second; past++) {
            clear(place(past));
        }
        current = second;
    }

    private void clear(int place) {
        starts[place] = 0;
        renewals[place] = 0;
    }

    private static int place(long second) {
        return (int) Math.floorMod(second, (long) RING);
    }
}
