package dev.rolesanywhere.operator.schedule;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that is cheap to delay but urgent to repeat: after a success it skips rounds of its {@link Periodic}, after a failure it runs in
 * the next round. Counts rounds instead of time, so that a changed clock does not matter.
 */
public final class SkippingRounds implements Periodic.Round {
    private final int skipped;
    private final Periodic.Round work;
    private final AtomicInteger toSkip = new AtomicInteger();
    private final AtomicInteger unskipped = new AtomicInteger();

    /** @param skipped number of rounds without work after a success */
    public SkippingRounds(int skipped, Periodic.Round work) {
        this.skipped = skipped;
        this.work = work;
    }

    @Override
    public void run() throws Exception {
        if (unskipped.getAndUpdate(rounds -> Math.max(0, rounds - 1)) == 0
                && toSkip.getAndUpdate(rounds -> Math.max(0, rounds - 1)) > 0) {
            return;
        }
        toSkip.set(skipped);
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            if (!done) {
                toSkip.set(0);
            }
        }
    }

    /** @param rounds number of next rounds that all do the work */
    public void skipNoneOf(int rounds) {
        unskipped.set(rounds);
    }
}
