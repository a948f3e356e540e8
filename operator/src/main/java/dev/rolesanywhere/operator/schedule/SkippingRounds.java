package dev.rolesanywhere.operator.schedule;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that is cheap to delay but urgent to repeat: after a success it skips rounds of its {@link Periodic}, after a failure it runs in
 * the next round. Counts rounds instead of time, so that a changed clock does not matter.
 */
public final class SkippingRounds implements Periodic.Round {
    private final int skipped;
    private final Periodic.Round work;
    private final AtomicInteger left = new AtomicInteger();

    /** @param skipped number of rounds without work after a success */
    public SkippingRounds(int skipped, Periodic.Round work) {
        this.skipped = skipped;
        this.work = work;
    }

    @Override
    public void run() throws Exception {
        if (left.get() > 0) {
            left.decrementAndGet();
            return;
        }
        work.run();
        left.set(skipped);
    }

    /** The next round skips nothing. */
    public void due() {
        left.set(0);
    }
}
