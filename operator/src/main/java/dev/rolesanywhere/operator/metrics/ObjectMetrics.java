package dev.rolesanywhere.operator.metrics;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.outcome.LastReport;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Metrics of each object's conditions, on the active replica. They are computed for each request of Prometheus and not
 * kept, because 10,000 bindings have 30,000 series.
 */
@Singleton
class ObjectMetrics extends Collector {
    private final Inventory inventory;
    private final OutcomeStore outcomes;
    private final Leadership leadership;
    private final PrometheusMeterRegistry metrics;

    ObjectMetrics(Inventory inventory, OutcomeStore outcomes, Leadership leadership, PrometheusMeterRegistry metrics) {
        this.inventory = inventory;
        this.outcomes = outcomes;
        this.leadership = leadership;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        metrics.getPrometheusRegistry().register(this);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return leadership.isLeading()
                ? Stream.of(anchors(), roles(), bindings(), refused())
                        .map(ObjectSeries::family)
                        .toList()
                : List.of();
    }

    private ObjectSeries anchors() {
        ObjectSeries series = ObjectSeries.ofConditions("trust_anchor", "AWSTrustAnchor", "trust_anchor");
        inventory
                .trustAnchors()
                .forEach(anchor -> series.add(
                        anchor.getStatus() == null ? null : anchor.getStatus().conditions(),
                        anchor.getMetadata().getName()));
        return series;
    }

    private ObjectSeries roles() {
        ObjectSeries series = ObjectSeries.ofConditions("role", "AWSRole", "role");
        inventory
                .roles()
                .forEach(role -> series.add(
                        role.getStatus() == null ? null : role.getStatus().conditions(),
                        role.getMetadata().getName()));
        return series;
    }

    private ObjectSeries bindings() {
        ObjectSeries series = ObjectSeries.ofConditions("binding", "AWSRoleBinding", "namespace", "binding");
        inventory
                .bindings()
                .forEach(binding -> series.add(
                        binding.getStatus() == null ? null : binding.getStatus().conditions(),
                        binding.getMetadata().getNamespace(),
                        binding.getMetadata().getName()));
        return series;
    }

    private ObjectSeries refused() {
        ObjectSeries series = new ObjectSeries(
                "rolesanywhere_role_refused_pods",
                "Pods that got no session with their last request for an AWSRole: refused by AWS, rejected by the operator, or without contact to AWS",
                "reason",
                "role");
        inventory.roles().stream().map(role -> role.getMetadata().getName()).forEach(role -> refusals(
                        outcomes.of(role).reports())
                .forEach((reason, pods) -> series.add(pods, reason, role)));
        return series;
    }

    /** The number of pods without a session, by reason. */
    private static Map<String, Long> refusals(List<LastReport> reports) {
        return reports.stream()
                .flatMap(report -> refusal(report).stream())
                .collect(groupingBy(reason -> reason, counting()));
    }

    private static Optional<String> refusal(LastReport report) {
        if (report.notIssued() != null) {
            return Optional.of(report.notIssued().reason().name());
        }
        return Optional.ofNullable(report.outcome())
                .filter(outcome -> !outcome.accepted())
                .map(outcome -> outcome.reason().name());
    }
}
