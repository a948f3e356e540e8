package dev.rolesanywhere.webhook.limits;

import dev.rolesanywhere.crds.heap.HeapUpkeep;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;

/** Frees the garbage that bursts of reviews leave in the heap. */
@Singleton
public class HeapWatch {
    private final HeapUpkeep heap = new HeapUpkeep();

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(
                HeapUpkeep.PAUSE.toMillis(), _ -> vertx.executeBlocking(Executors.callable(heap::look), false));
    }
}
