package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Over all bindings of a role: the pods that its bindings name, and no others. */
class PodHealthReportsTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:00:00Z"));
    private final OutcomeStore outcomes = new OutcomeStore(clock);
    private final PodSnapshots snapshots = new PodSnapshots();
    private final PodHealthReports reports = new PodHealthReports(
            new TestInventory(), snapshots, outcomes, new CallerLedger(clock), new TestSettings(), clock);

    @Test
    void a_role_has_the_pods_of_its_bindings_and_all_reports_about_it() {
        snapshots.beginListening(clock.instant());
        issued("shop", "orders");
        issued("bank", "orders");
        issued("shop", "other-account");
        issued("unbound", "orders");

        PodHealthReport report = reports.of("reader", List.of(binding("shop"), binding("bank")));

        assertThat(report.all())
                .extracting(
                        health -> health.pod().namespace() + "/" + health.pod().serviceAccount())
                .containsExactlyInAnyOrder("shop/orders", "bank/orders");
        assertThat(report.reported().reports()).hasSize(4);
        assertThat(report.reported().everReported()).isTrue();
    }

    @Test
    void a_role_without_reports_of_pods_has_no_series() {
        PodHealthReport report = reports.of("reader", List.of(binding("shop")));

        assertThat(report.all()).isEmpty();
        assertThat(report.reported().everReported()).isFalse();
    }

    private void issued(String namespace, String serviceAccount) {
        String name = namespace + "-" + serviceAccount;
        outcomes.issued(new PodReference(namespace, name, "uid-" + name, serviceAccount), "reader");
    }

    private static AWSRoleBinding binding(String namespace) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName("orders")
                .build());
        binding.setSpec(new AWSRoleBindingSpec(
                new AWSRoleBindingSpec.RoleReference("reader"),
                List.of(new Subject(null, "orders")),
                null,
                null,
                null,
                null));
        return binding;
    }
}
