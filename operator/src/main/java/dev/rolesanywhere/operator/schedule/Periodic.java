package dev.rolesanywhere.operator.schedule;

import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Repeats a task on its own thread. An exception is logged and the next round runs. An {@link Error} stops the process, because a
 * restart is better than a silently stopped task.
 */
public final class Periodic {
    private static final Logger LOG = Logger.getLogger(Periodic.class);

    private final String name;
    private final Duration first;
    private final Duration pause;
    private final Round round;
    private final Runnable endProcess;
    private final ScheduledExecutorService timer;

    /** One round of the work. */
    @FunctionalInterface
    public interface Round {
        /** @throws Exception ends only this round */
        void run() throws Exception;
    }

    /**
     * Does nothing before {@link #start}.
     *
     * @param name of the thread, and of the work in the log
     * @param first delay before the first round
     * @param pause from the end of a round to the next one
     */
    public Periodic(String name, Duration first, Duration pause, Round round) {
        this(name, first, pause, round, () -> Quarkus.asyncExit(1));
    }

    Periodic(String name, Duration first, Duration pause, Round round, Runnable endProcess) {
        this.name = name;
        this.first = first;
        this.pause = pause;
        this.round = round;
        this.endProcess = endProcess;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name(name).factory());
    }

    public void start() {
        var rounds =
                timer.scheduleWithFixedDelay(this::runOnce, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debugf("%s scheduled: %s", name, rounds);
    }

    /** Interrupts the running round and starts no further one. */
    public void stop() {
        timer.shutdownNow();
    }

    /** Waits after {@link #stop} until the last round has ended. */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return timer.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs one extra round on the caller's thread. Throws no exception. */
    public void runOnce() {
        try {
            round.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.debugf("%s was interrupted", name);
        } catch (Exception e) {
            report(e);
        } catch (Error e) {
            LOG.fatalf(e, "%s failed with an error; stopping this process", name);
            endProcess.run();
            throw e;
        }
    }

    private void report(Exception failure) {
        try {
            LOG.warnf("%s failed, next attempt in %d ms: %s", name, pause.toMillis(), FailureText.of(failure));
        } catch (RuntimeException e) {
            // Even an exception without a usable message must not end the loop.
            LOG.warnf("%s failed: %s", name, failure.getClass().getName());
        }
    }
}
