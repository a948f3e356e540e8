package dev.rolesanywhere.operator.status;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.limits.Allowances;
import dev.rolesanywhere.operator.schedule.Periodic;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Event for each condition of an AWSRole or AWSRoleBinding that becomes False or True. A condition that is
 * False for only a few seconds, as when a role and its binding are applied together, causes no Event. Pods' reports
 * affect these conditions, so each object has an allowance. All new objects together have another one: thousands of
 * Events with the same text help no reader.
 */
@Singleton
public class ConditionEvents {
    /** Objects that are applied together become ready within this time. */
    static final Duration SETTLED = Duration.ofSeconds(15);

    static final int AT_ONCE = 10;
    private static final double PER_MINUTE = 0.5;
    static final int NEW_AT_ONCE = 100;
    private static final double NEW_PER_MINUTE = 300;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    private final Events events;
    private final Leadership leadership;
    private final Allowances allowances;
    private final Allowances ofNewObjects;
    private final Clock clock;
    private final Periodic telling;

    /** False conditions that are too new for an Event, and False conditions with an Event. */
    private final SequencedMap<Key, Pending> pending = new LinkedHashMap<>();

    private final SequencedMap<Key, String> told = new LinkedHashMap<>();

    private record Key(String kind, ResourceID object, String type) {}

    private record Pending(HasMetadata about, Condition condition, Instant since) {}

    ConditionEvents(Events events, Leadership leadership, Clock clock) {
        this.events = events;
        this.leadership = leadership;
        this.allowances = new Allowances(AT_ONCE, PER_MINUTE, clock);
        this.ofNewObjects = new Allowances(NEW_AT_ONCE, NEW_PER_MINUTE, clock);
        this.clock = clock;
        this.telling = new Periodic("condition-events", PAUSE, PAUSE, this::tell);
    }

    void start(@Observes StartupEvent event) {
        telling.start();
    }

    void stop(@Observes ShutdownEvent event) {
        telling.stop();
    }

    /** @param about as the API server has it, with its metadata */
    public synchronized void changed(
            HasMetadata about, @Nullable List<Condition> before, @Nullable List<Condition> after) {
        for (ConditionTurn turn : ConditionTurn.of(before, after)) {
            Condition condition = turn.condition();
            Key key = new Key(about.getKind(), ResourceID.fromResource(about), condition.type());
            if (turn.kind() == ConditionTurn.Kind.BAD) {
                put(pending, key, new Pending(about, condition, clock.instant()));
            } else {
                turnedGood(about, key, turn, before == null);
            }
        }
    }

    private void turnedGood(HasMetadata about, Key key, ConditionTurn turn, boolean isNew) {
        boolean untold = pending.remove(key) != null;
        boolean bad = told.remove(key) != null;
        boolean ready = turn.condition().type().equals("Ready");
        boolean tells = ready || bad || (!untold && turn.kind() == ConditionTurn.Kind.GOOD);
        // Objects that are applied together are new, too: they were not ready for a few seconds.
        if (tells && (bad || !(isNew || untold) || ofNewObjects.take(""))) {
            emit(about, Events.Kind.Normal, turn.condition());
        }
    }

    /** Writes the Events of conditions that have been False long enough; none on a standby. */
    void tell() {
        for (Map.Entry<Key, Pending> due : due()) {
            Pending bad = due.getValue();
            emit(bad.about(), Events.Kind.Warning, bad.condition());
        }
    }

    private synchronized List<Map.Entry<Key, Pending>> due() {
        if (!leadership.isLeading()) {
            pending.clear();
            told.clear();
            return List.of();
        }
        Instant settled = clock.instant().minus(SETTLED);
        List<Map.Entry<Key, Pending>> due = pending.entrySet().stream()
                .filter(entry -> !entry.getValue().since().isAfter(settled))
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
        due.forEach(entry -> {
            pending.remove(entry.getKey());
            put(told, entry.getKey(), entry.getValue().condition().reason());
        });
        return due;
    }

    private void emit(HasMetadata about, Events.Kind kind, Condition condition) {
        if (allowances.take(about.getKind() + " " + ResourceID.fromResource(about))) {
            events.emit(about, kind, condition.reason(), condition.message());
        }
    }

    /** Removes the oldest entry if the map is full. This may lose an Event, but memory stays bounded. */
    private static <V> void put(SequencedMap<Key, V> map, Key key, V value) {
        map.put(key, value);
        if (map.size() > MOST) {
            map.pollFirstEntry();
        }
    }
}
