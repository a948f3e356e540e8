package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.operator.schedule.Periodic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Announces new outcomes to the reconcilers, every two seconds at most. */
@Singleton
class OutcomeUpkeep {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private final Periodic announcing;

    OutcomeUpkeep(OutcomeStore store) {
        this.announcing = new Periodic("outcome-upkeep", PAUSE, PAUSE, store::announce);
    }

    void start(@Observes StartupEvent event) {
        announcing.start();
    }

    void stop(@Observes ShutdownEvent event) {
        announcing.stop();
    }
}
