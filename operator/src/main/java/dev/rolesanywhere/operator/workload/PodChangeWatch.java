package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.schedule.Periodic;
import dev.rolesanywhere.operator.workload.PodEventParser.Event;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Watches all pods while this replica is active and a namespace has a binding. Each request ends after half a minute, so
 * a silent connection is noticed. Where pods change too often, the watch rests, and the checks read tables.
 */
@Singleton
class PodChangeWatch {
    private static final Logger LOG = Logger.getLogger(PodChangeWatch.class);

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration REQUEST = Duration.ofSeconds(30);
    /** From the beginning of a request to the beginning of the next one, if both are late. */
    private static final Duration TRUST = REQUEST.plus(PAUSE).plusSeconds(20);

    /** Bytes in one request: 333 kB per second, for which the operator needs about two percent of a core. */
    private static final long MOST = 10_000_000;

    static final Duration REST = Duration.ofMinutes(5);

    private final PodEvents events;
    private final PodChanges changes;
    private final Inventory inventory;
    private final Leadership leadership;
    private final Clock clock;
    private final Periodic watching;
    private Instant restsUntil = Instant.MIN;

    PodChangeWatch(PodEvents events, PodChanges changes, Inventory inventory, Leadership leadership, Clock clock) {
        this.events = events;
        this.changes = changes;
        this.inventory = inventory;
        this.leadership = leadership;
        this.clock = clock;
        this.watching = new Periodic("pod-changes", PAUSE, PAUSE, this::watch);
    }

    void start(@Observes StartupEvent event) {
        watching.start();
    }

    void stop(@Observes ShutdownEvent event) {
        watching.stop();
    }

    /** Sends one request and returns at its end. */
    void watch() throws InterruptedException {
        if (!leadership.isLeading() || inventory.boundNamespaces().isEmpty()) {
            changes.end();
        } else if (!clock.instant().isBefore(restsUntil)) {
            read();
        }
    }

    private void read() throws InterruptedException {
        boolean complete = false;
        try {
            if (changes.version().isEmpty()) {
                String version = events.version();
                changes.begin(clock.instant(), version);
            }
            changes.trustUntil(clock.instant().plus(TRUST));
            complete = events.read(changes.version().orElseThrow(), REQUEST, MOST, this::take);
            if (!complete) {
                restsUntil = clock.instant().plus(REST);
                LOG.infof("Pods change often, so checks of pods read tables for the next %d minutes", REST.toMinutes());
            }
        } finally {
            if (!complete) {
                changes.end();
            }
        }
    }

    private void take(Event event) {
        switch (event.type()) {
            case "ERROR" -> changes.end();
            case "BOOKMARK" -> changes.reached(event.version());
            default -> changes.changed(event.namespace(), event.version(), clock.instant());
        }
    }
}
