package dev.rolesanywhere.e2e.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The result of writing many bindings while the active operator is killed.
 *
 * @param perSecond the number of writes per second
 * @param quiet the time from the last write until the statuses are counted
 * @param right the number of correct statuses at that time
 * @param afterMillis the time from the last write until all statuses were correct; negative if that did not happen
 *     within the limit
 */
record Writes(String what, double perSecond, Duration quiet, long right, long expected, long afterMillis) {
    private static final long MILLIS_BETWEEN_LOOKS = 250;

    /** @param middle the time from the beginning until the operator is killed */
    static Writes during(
            String what,
            Callable<Double> writes,
            long expected,
            Statuses statuses,
            Replicas replicas,
            Duration middle,
            Duration quiet)
            throws Exception {
        CompletableFuture<Void> kill = CompletableFuture.runAsync(
                replicas::killActiveOperator,
                CompletableFuture.delayedExecutor(middle.toMillis(), TimeUnit.MILLISECONDS));
        double perSecond = writes.call();
        Instant last = Instant.now();
        kill.join();
        long after = -1;
        while (Instant.now().isBefore(last.plus(quiet))) {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
            boolean all = statuses.right() == expected && statuses.known() == expected;
            if (!all) {
                after = -1;
            } else if (after < 0) {
                after = Duration.between(last, Instant.now()).toMillis();
            }
        }
        return new Writes(what, perSecond, quiet, statuses.right(), expected, after);
    }

    @Override
    public String toString() {
        return "%s %.0f/s: %d of %d right %d s after the last write%s"
                .formatted(
                        what,
                        perSecond,
                        right,
                        expected,
                        quiet.toSeconds(),
                        afterMillis < 0 ? "" : ", all after %.1f s".formatted(afterMillis / 1000.0));
    }
}
