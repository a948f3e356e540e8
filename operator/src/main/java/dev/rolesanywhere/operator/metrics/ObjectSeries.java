package dev.rolesanywhere.operator.metrics;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.outcome.LastReport;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The series of objects: one for each condition of each object. */
final class ObjectSeries {
    private ObjectSeries() {}

    static Set<Tags> ofAnchors(List<AWSTrustAnchor> anchors) {
        return anchors.stream()
                .flatMap(anchor -> conditions(
                        Tags.of("trust_anchor", anchor.getMetadata().getName()),
                        anchor.getStatus() == null ? null : anchor.getStatus().conditions()))
                .collect(Collectors.toSet());
    }

    static Set<Tags> ofRoles(List<AWSRole> roles) {
        return roles.stream()
                .flatMap(role -> conditions(
                        Tags.of("role", role.getMetadata().getName()),
                        role.getStatus() == null ? null : role.getStatus().conditions()))
                .collect(Collectors.toSet());
    }

    static Set<Tags> ofBindings(List<AWSRoleBinding> bindings) {
        return bindings.stream()
                .flatMap(binding -> conditions(
                        Tags.of(
                                "namespace", binding.getMetadata().getNamespace(),
                                "binding", binding.getMetadata().getName()),
                        binding.getStatus() == null ? null : binding.getStatus().conditions()))
                .collect(Collectors.toSet());
    }

    /** The number of pods without a session, by reason. */
    static Map<String, Long> refusals(List<LastReport> reports) {
        return reports.stream()
                .flatMap(report -> refusal(report).stream())
                .collect(Collectors.groupingBy(reason -> reason, Collectors.counting()));
    }

    private static Optional<String> refusal(LastReport report) {
        if (report.notIssued() != null) {
            return Optional.of(report.notIssued().reason().name());
        }
        return Optional.ofNullable(report.outcome())
                .filter(outcome -> !outcome.accepted())
                .map(outcome -> outcome.reason().name());
    }

    private static Stream<Tags> conditions(Tags object, @Nullable List<Condition> conditions) {
        return conditions == null
                ? Stream.empty()
                : conditions.stream()
                        .map(condition -> object.and(
                                "condition", condition.type(),
                                "status", condition.status().name(),
                                "reason", condition.reason()));
    }
}
