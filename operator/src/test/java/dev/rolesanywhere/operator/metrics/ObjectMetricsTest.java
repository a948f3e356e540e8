package dev.rolesanywhere.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectMetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TestClock clock = new TestClock(NOW);
    private final TestInventory inventory = new TestInventory();
    private final OutcomeStore outcomes = new OutcomeStore(clock);
    private final Leadership leadership = new Leadership();
    private final ObjectMetrics objects = new ObjectMetrics(inventory, outcomes, leadership, metrics);

    @BeforeEach
    void lead() {
        objects.start(new StartupEvent());
        leadership.gained();
    }

    @Test
    void each_condition_of_a_binding_is_one_series_with_its_status_and_reason() {
        inventory.with(binding("False", "RoleNotFound"));
        assertThat(series("rolesanywhere_binding_condition"))
                .containsExactlyInAnyOrder(
                        series("SubjectsFound", "True", "AllFound"), series("Ready", "False", "RoleNotFound"));
    }

    @Test
    void a_condition_that_changes_leaves_no_series_behind() {
        AWSRoleBinding before = binding("False", "RoleNotFound");
        inventory.with(before);
        inventory.remove(before);
        inventory.with(binding("True", "Serving"));
        assertThat(series("rolesanywhere_binding_condition"))
                .containsExactlyInAnyOrder(
                        series("SubjectsFound", "True", "AllFound"), series("Ready", "True", "Serving"));
    }

    @Test
    void the_series_of_a_deleted_object_are_removed() {
        AWSRoleBinding binding = binding("True", "Serving");
        inventory.with(binding);
        inventory.remove(binding);
        assertThat(series("rolesanywhere_binding_condition")).isEmpty();
    }

    @Test
    void an_object_without_a_status_has_no_series() {
        inventory.with(read("{metadata: {name: new, namespace: shop}, spec: {}}", AWSRoleBinding.class));
        assertThat(series("rolesanywhere_binding_condition")).isEmpty();
    }

    @Test
    void roles_and_trust_anchors_have_series() {
        inventory.with(role(), read("""
                metadata: {name: default}
                spec: {}
                status: {conditions: [{type: Ready, status: Unknown, reason: Issuing}]}
                """, AWSTrustAnchor.class));
        assertThat(series("rolesanywhere_role_condition")).singleElement().satisfies(line -> assertThat(line)
                .contains("role=\"reader\"", "condition=\"AcceptedByAWS\"", "status=\"False\"")
                .endsWith(" 1.0"));
        assertThat(series("rolesanywhere_trust_anchor_condition"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("trust_anchor=\"default\"", "status=\"Unknown\""));
    }

    @Test
    void refused_pods_are_counted_by_role_and_reason_until_they_are_served() {
        inventory.with(role());
        outcomes.answered(outcome("one", RoleCondition.Reason.RoleTrustPolicyDenies));
        outcomes.answered(outcome("two", RoleCondition.Reason.RoleTrustPolicyDenies));
        outcomes.answered(outcome("three", RoleCondition.Reason.Accepted));
        outcomes.notIssued(pod("four"), "reader", IssuingReason.NamespaceNotAllowed, "no");
        assertThat(series("rolesanywhere_role_refused_pods"))
                .containsExactlyInAnyOrder(
                        "rolesanywhere_role_refused_pods{reason=\"RoleTrustPolicyDenies\",role=\"reader\"} 2.0",
                        "rolesanywhere_role_refused_pods{reason=\"NamespaceNotAllowed\",role=\"reader\"} 1.0");

        outcomes.answered(outcome("one", RoleCondition.Reason.Accepted));
        outcomes.answered(outcome("four", RoleCondition.Reason.Accepted));
        assertThat(series("rolesanywhere_role_refused_pods"))
                .containsExactly(
                        "rolesanywhere_role_refused_pods{reason=\"RoleTrustPolicyDenies\",role=\"reader\"} 1.0");
    }

    @Test
    void a_reported_role_without_an_object_has_no_series() {
        outcomes.answered(outcome("one", RoleCondition.Reason.RoleTrustPolicyDenies));
        assertThat(series("rolesanywhere_role_refused_pods")).isEmpty();
    }

    @Test
    void a_standby_shows_no_object() {
        inventory.with(binding("True", "Serving"), role());
        outcomes.answered(outcome("one", RoleCondition.Reason.RoleTrustPolicyDenies));
        assertThat(metrics.scrape()).contains("shop", "reader");
        leadership.lost(NOW);
        assertThat(metrics.scrape()).doesNotContain("shop", "reader");
    }

    @Test
    void the_process_shows_its_version_and_whether_it_is_active() {
        new ProcessMetrics(leadership, metrics, "1.2.3").register();
        assertThat(series("rolesanywhere_build_info"))
                .containsExactly("rolesanywhere_build_info{part=\"operator\",version=\"1.2.3\"} 1.0");
        assertThat(metrics.scrape()).contains("rolesanywhere_leader 1.0");
        leadership.lost(NOW);
        assertThat(metrics.scrape()).contains("rolesanywhere_leader 0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rolesanywhere_build_info{part,version}",
                "rolesanywhere_leader",
                "rolesanywhere_binding_condition{namespace,binding,condition,status,reason}",
                "rolesanywhere_role_condition{role,condition,status,reason}",
                "rolesanywhere_trust_anchor_condition{trust_anchor,condition,status,reason}",
                "rolesanywhere_role_refused_pods{role,reason}"
            })
    void each_has_a_row_in_the_docs(String metric) throws IOException {
        assertThat(Files.readString(Path.of("../docs/operations.md"))).contains("`" + metric + "`");
    }

    private List<String> series(String metric) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(metric + "{"))
                // The older exposition ends labels with a comma.
                .map(line -> line.replace(",}", "}"))
                .toList();
    }

    private static String series(String condition, String status, String reason) {
        return "rolesanywhere_binding_condition{namespace=\"shop\",binding=\"orders\",condition=\"%s\",status=\"%s\",reason=\"%s\"} 1.0"
                .formatted(condition, status, reason);
    }

    private static AWSRoleBinding binding(String status, String reason) {
        return read("""
                metadata: {name: orders, namespace: shop}
                spec: {roleRef: {name: reader}, subjects: [{name: orders}]}
                status:
                  conditions:
                  - {type: SubjectsFound, status: "True", reason: AllFound}
                  - {type: Ready, status: "%s", reason: %s}
                """.formatted(status, reason), AWSRoleBinding.class);
    }

    private static AWSRole role() {
        return read("""
                metadata: {name: reader}
                spec: {roleARN: "arn:aws:iam::111122223333:role/reader"}
                status: {conditions: [{type: AcceptedByAWS, status: "False", reason: RoleTrustPolicyDenies}]}
                """, AWSRole.class);
    }

    private static <T> T read(String yaml, Class<T> type) {
        return Serialization.unmarshal("---\n" + yaml, type);
    }

    private static PodReference pod(String uid) {
        return new PodReference("shop", uid, uid, "orders");
    }

    private static Outcome outcome(String uid, RoleCondition.Reason reason) {
        return new Outcome(pod(uid), "reader", reason, NOW, null, NOW.plusSeconds(3600));
    }
}
