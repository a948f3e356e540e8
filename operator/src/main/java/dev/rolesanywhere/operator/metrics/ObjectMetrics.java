package dev.rolesanywhere.operator.metrics;

import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.schedule.Periodic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Metrics of each object's conditions, on the active replica. A series is removed with its object or status. */
@Singleton
class ObjectMetrics {
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final Inventory inventory;
    private final OutcomeStore outcomes;
    private final Leadership leadership;
    private final MultiGauge anchors;
    private final MultiGauge roles;
    private final MultiGauge bindings;
    private final MultiGauge refused;
    private final Periodic looking;

    ObjectMetrics(Inventory inventory, OutcomeStore outcomes, Leadership leadership, MeterRegistry metrics) {
        this.inventory = inventory;
        this.outcomes = outcomes;
        this.leadership = leadership;
        this.anchors = MultiGauge.builder("rolesanywhere.trust.anchor.condition")
                .description("1 for each current condition of an AWSTrustAnchor")
                .register(metrics);
        this.roles = MultiGauge.builder("rolesanywhere.role.condition")
                .description("1 for each current condition of an AWSRole")
                .register(metrics);
        this.bindings = MultiGauge.builder("rolesanywhere.binding.condition")
                .description("1 for each current condition of an AWSRoleBinding")
                .register(metrics);
        this.refused = MultiGauge.builder("rolesanywhere.role.refused.pods")
                .description(
                        "Pods that got no session with their last request for an AWSRole: refused by AWS, rejected by the operator, or without contact to AWS")
                .register(metrics);
        this.looking = new Periodic("object-metrics", PAUSE, PAUSE, this::look);
    }

    void start(@Observes StartupEvent event) {
        looking.start();
    }

    void stop(@Observes ShutdownEvent event) {
        looking.stop();
    }

    void look() {
        boolean leads = leadership.isLeading();
        show(anchors, leads ? ObjectSeries.ofAnchors(inventory.trustAnchors()) : Set.of());
        show(roles, leads ? ObjectSeries.ofRoles(inventory.roles()) : Set.of());
        show(bindings, leads ? ObjectSeries.ofBindings(inventory.bindings()) : Set.of());
        List<Row<?>> pods = leads ? refusedPods() : List.of();
        refused.register(pods, true);
    }

    /** Existing series stay, so that unchanged objects cost little. */
    private static void show(MultiGauge gauge, Set<Tags> series) {
        gauge.register(
                series.stream().map(tags -> (Row<?>) Row.of(tags, () -> 1)).toList(), false);
    }

    private List<Row<?>> refusedPods() {
        return inventory.roles().stream()
                .map(role -> role.getMetadata().getName())
                .flatMap(role -> ObjectSeries.refusals(outcomes.of(role).reports()).entrySet().stream()
                        .map(refusal ->
                                (Row<?>) Row.of(Tags.of("role", role, "reason", refusal.getKey()), refusal.getValue())))
                .collect(Collectors.toList());
    }
}
