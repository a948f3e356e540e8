package dev.rolesanywhere.operator.outcome;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells the reconcilers what was heard, every two seconds at most. */
@Singleton
class OutcomeUpkeep {
    private static final Logger LOG = Logger.getLogger(OutcomeUpkeep.class);
    private static final int ANNOUNCE_SECONDS = 2;
    private final OutcomeStore store;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("outcome-upkeep").factory());

    OutcomeUpkeep(OutcomeStore store) {
        this.store = store;
    }

    void start(@Observes StartupEvent event) {
        var announcing = timer.scheduleWithFixedDelay(
                () -> surviving(store::announce), ANNOUNCE_SECONDS, ANNOUNCE_SECONDS, TimeUnit.SECONDS);
        LOG.debugf("upkeep scheduled: %s", announcing);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private static void surviving(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warnf("upkeep of outcomes failed, trying again: %s", e.getMessage());
        }
    }
}
