package dev.rolesanywhere.operator.limits;

import dev.rolesanywhere.crds.heap.HeapUpkeep;
import dev.rolesanywhere.operator.schedule.Periodic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Frees the garbage that bursts of changes leave in the heap. */
@Singleton
class HeapWatch {
    private final Periodic looking = new Periodic("heap", HeapUpkeep.PAUSE, HeapUpkeep.PAUSE, new HeapUpkeep()::look);

    void start(@Observes StartupEvent event) {
        looking.start();
    }

    void stop(@Observes ShutdownEvent event) {
        looking.stop();
    }
}
