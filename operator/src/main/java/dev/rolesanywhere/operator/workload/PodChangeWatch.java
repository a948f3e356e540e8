package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.schedule.FailureText;
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
 * a silent connection is noticed. After a failure, and where pods change too often, the watch rests, and the checks read
 * tables.
 */
@Singleton
class PodChangeWatch {
    private static final Logger LOG = Logger.getLogger(PodChangeWatch.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration REQUEST = Duration.ofSeconds(30);
    /** The longest time from one request to the next: its answer and its end may be ten seconds late each. */
    private static final Duration TRUST = REQUEST.plus(PAUSE).plusSeconds(20);

    /** Bytes in one request: 333 kB per second, for which the operator needs about two percent of a core. */
    private static final long MOST = 10_000_000;

    static final Duration REST = Duration.ofMinutes(5);

    /** A new watch causes a full check of each namespace, which finds a change that was lost for whatever reason. */
    static final Duration LONGEST = Duration.ofHours(6);

    private final PodEvents events;
    private final PodChanges changes;
    private final Inventory inventory;
    private final Leadership leadership;
    private final Clock clock;
    private final Periodic watching;
    private Instant restsUntil = Instant.MIN;
    private Instant begun = Instant.MIN;

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
            try {
                if (!read()) {
                    rest(Logger.Level.INFO, "Pods change often");
                }
            } catch (RuntimeException e) {
                rest(Logger.Level.WARN, "The watch of pods failed (%s)".formatted(FailureText.of(e)));
            }
        }
    }

    private boolean read() throws InterruptedException {
        if (!clock.instant().isBefore(begun.plus(LONGEST))) {
            changes.end();
        }
        String version = changes.version().orElseGet(this::begin);
        changes.trustUntil(clock.instant().plus(TRUST));
        return events.read(version, REQUEST, MOST, this::take);
    }

    private String begin() {
        String version = events.version();
        changes.begin(version);
        begun = clock.instant();
        return version;
    }

    private void rest(Logger.Level level, String reason) {
        changes.end();
        restsUntil = clock.instant().plus(REST);
        LOG.logf(level, "%s, so the checks of pods read tables for the next %d minutes", reason, REST.toMinutes());
    }

    /** An error, such as an expired version, ends the watch. The next request begins a new one. */
    private void take(Event event) {
        switch (event.type()) {
            case "ERROR" -> changes.end();
            case "BOOKMARK" -> changes.reached(event.version());
            default -> changes.changed(event.namespace(), event.version());
        }
    }
}
