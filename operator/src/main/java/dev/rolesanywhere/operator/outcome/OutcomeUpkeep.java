package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.operator.caller.LivePods;
import dev.rolesanywhere.operator.caller.PodReference;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells the reconcilers what was heard, every two seconds at most, and forgets pods that are gone. */
@Singleton
class OutcomeUpkeep {
    private static final Logger LOG = Logger.getLogger(OutcomeUpkeep.class);
    private static final int ANNOUNCE_SECONDS = 2;
    private static final int LOOK_SECONDS = 15;

    /** Of many pods each is looked at in its turn: a few live reads a second are all that the API server is asked for. */
    private static final int PODS_PER_LOOK = 60;

    private final OutcomeStore store;
    private final LivePods pods;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("outcome-upkeep").factory());
    private int turn;

    OutcomeUpkeep(OutcomeStore store, LivePods pods) {
        this.store = store;
        this.pods = pods;
    }

    void start(@Observes StartupEvent event) {
        var announcing = timer.scheduleWithFixedDelay(
                () -> surviving(store::announce), ANNOUNCE_SECONDS, ANNOUNCE_SECONDS, TimeUnit.SECONDS);
        var looking = timer.scheduleWithFixedDelay(
                () -> surviving(this::forgetTheGone), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        LOG.debugf("upkeep scheduled: %s, %s", announcing, looking);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void forgetTheGone() {
        List<PodReference> known = store.pods();
        for (int i = 0; i < Math.min(PODS_PER_LOOK, known.size()); i++) {
            PodReference pod = known.get(Math.floorMod(turn++, known.size()));
            boolean there = pods.find(pod.namespace(), pod.name())
                    .filter(found -> found.facts().uid().equals(pod.uid()))
                    .filter(found -> !found.facts().phase().equals("Succeeded")
                            && !found.facts().phase().equals("Failed"))
                    .isPresent();
            if (!there) {
                store.forget(pod.uid());
            }
        }
    }

    private static void surviving(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warnf("upkeep of outcomes failed, trying again: %s", e.getMessage());
        }
    }
}
