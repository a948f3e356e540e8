package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.e2e.chart.InstalledChart.Step;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * From an earlier chart to today's and back, on a real API server without images. {@code make upgrade} does the same with the images of both, and with pods that
 * run.
 */
@NeedsCluster
@InTurn
@ExtendWith(InstalledChart.Extension.class)
class ChartUpgradeIT {
    private final InstalledChart chart;

    ChartUpgradeIT(InstalledChart chart) {
        this.chart = chart;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EARLIER_CHART")
    void an_upgrade_and_a_rollback_leave_users_objects_as_they_were(Step step) {
        List<GenericKubernetesResource> before = chart.usersObjects().get(Step.EARLIER_CHART);
        List<GenericKubernetesResource> after = chart.usersObjects().get(step);
        assertThat(before).hasSize(3);
        assertThat(after).extracting(object -> object.getMetadata().getUid()).isEqualTo(uids(before));
        assertThat(after).extracting(object -> object.get("spec")).isEqualTo(specs(before));
    }

    /** Selectors of Deployments cannot change; a changed name leaves an object of before. */
    @Test
    void an_upgrade_removes_objects_that_only_the_earlier_chart_has() {
        var inNamespace = chart.client()
                .apps()
                .deployments()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems();
        assertThat(inNamespace)
                .extracting(deployment -> deployment.getMetadata().getName())
                .containsExactlyInAnyOrder(Chart.RELEASE, Chart.RELEASE + "-webhook");
        assertThat(chart.client()
                        .admissionRegistration()
                        .v1()
                        .mutatingWebhookConfigurations()
                        .list()
                        .getItems())
                .filteredOn(ChartUpgradeIT::isInstalledByHelm)
                .extracting(webhook -> webhook.getMetadata().getName())
                .containsExactly(Chart.RELEASE);
        List<String> policies = Chart.rendered(command -> command.set("nodeAgent.enabled", true)).stream()
                .filter(object -> object.getKind().equals("ValidatingAdmissionPolicy"))
                .map(object -> object.getMetadata().getName())
                .toList();
        assertThat(chart.client()
                        .admissionRegistration()
                        .v1()
                        .validatingAdmissionPolicies()
                        .list()
                        .getItems())
                .filteredOn(ChartUpgradeIT::isInstalledByHelm)
                .extracting(policy -> policy.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(policies);
    }

    /** Other tests put copies of some objects on the same API server. */
    private static boolean isInstalledByHelm(HasMetadata object) {
        return Chart.RELEASE.equals(object.getMetadata().getAnnotations().get("meta.helm.sh/release-name"));
    }

    private static List<String> uids(List<GenericKubernetesResource> objects) {
        return objects.stream().map(object -> object.getMetadata().getUid()).toList();
    }

    private static List<Object> specs(List<GenericKubernetesResource> objects) {
        return objects.stream().map(object -> object.<Object>get("spec")).toList();
    }
}
