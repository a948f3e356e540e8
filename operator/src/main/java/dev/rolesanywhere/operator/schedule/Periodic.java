package dev.rolesanywhere.operator.schedule;

import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One round of work, repeated on a thread of its own. An exception costs its round only: it is logged, and the next round runs. An
 * {@link Error} ends the process, since a part that has silently stopped is worse than a restart.
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
        /** @throws Exception costs this round only */
        void run() throws Exception;
    }

    /**
     * Does nothing before {@link #start}.
     *
     * @param name of the thread, and of the work in the log
     * @param first from the start to the first round
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

    /** Interrupts a round that is running, and begins no other. */
    public void stop() {
        timer.shutdownNow();
    }

    /** Waits until the scheduled rounds have ended after {@link #stop}. */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return timer.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One round on the caller's thread, beside the scheduled ones. Throws no exception. */
    public void runOnce() {
        try {
            round.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.debugf("%s was interrupted", name);
        } catch (Exception e) {
            report(e);
        } catch (Error e) {
            LOG.fatalf(e, "%s failed with an error; ending this process", name);
            endProcess.run();
            throw e;
        }
    }

    private void report(Exception failure) {
        try {
            LOG.warnf("%s failed, next try in %d ms: %s", name, pause.toMillis(), FailureText.of(failure));
        } catch (RuntimeException e) {
            // Even an exception that cannot be described must not end the loop.
            LOG.warnf("%s failed: %s", name, failure.getClass().getName());
        }
    }
}
