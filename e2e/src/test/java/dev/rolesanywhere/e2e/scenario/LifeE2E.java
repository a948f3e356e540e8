package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.e2e.cluster.Alone;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Effects on running pods after our parts are killed or a pod's binding is removed. */
@NeedsCluster
@Alone("takes the active operator and the webhook away")
class LifeE2E {
    private final KubernetesClient client = Installation.get().client();

    @Test
    void the_status_shows_the_bound_pods_and_awss_answer() {
        Workload shop = Workload.namespace("status").bind("status");
        shop.create(
                shop.pod("app", container("app", Installation.PYTHON_IMAGE, "0").build()));
        shop.awaitLog("app", "app", "assumed-role/status/");
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> {
            AWSRole role = client.resources(AWSRole.class).withName("status").require();
            assertThat(condition(role.getStatus().conditions(), "AcceptedByAWS").map(Condition::reason))
                    .contains("Accepted");
            AWSRoleBinding binding = client.resources(AWSRoleBinding.class)
                    .inNamespace("status")
                    .withName("status")
                    .require();
            assertThat(binding.getStatus().roleARN()).isEqualTo("arn:aws:iam::111122223333:role/status");
            assertThat(binding.getStatus().pods()).isEqualTo("1/1");
            assertThat(binding.getStatus().summary()).isEqualTo("Serving");
        });
        shop.end();
    }

    @Test
    void a_killed_operator_is_followed_by_another_that_issues() {
        Workload shop = Workload.namespace("takeover").bind("takeover");
        Pod active = client.pods()
                .inNamespace(Installation.NAMESPACE)
                .withLabel(Issuing.ACTIVE_LABEL, "true")
                .list()
                .getItems()
                .getFirst();
        Instant killed = Instant.now();
        client.resource(active).withGracePeriod(0).delete();
        shop.create(shop.pod("app", container("app", Installation.PYTHON_IMAGE).build()));
        shop.awaitLog("app", "app", "assumed-role/takeover/");
        System.out.printf(
                "takeover: a pod had credentials %d s after the active operator was killed%n",
                Duration.between(killed, Instant.now()).toSeconds());
    }

    @Test
    void a_killed_sidecar_restarts_without_an_error_of_the_application() {
        Workload shop = Workload.namespace("sidecar-killed").bind("sidecar-killed");
        shop.create(
                shop.pod("app", container("app", Installation.PYTHON_IMAGE, "0").build()));
        shop.awaitLog("app", "app", "assumed-role/sidecar-killed/");
        shop.killSidecar("app");
        await().atMost(Cluster.PATIENCE)
                .until(() -> Workload.sidecar(shop.get("app")).getRestartCount() > 0
                        && Boolean.TRUE.equals(Workload.sidecar(shop.get("app")).getStarted()));
        int before = shop.log("app", "app").length();
        await().atMost(Cluster.PATIENCE).until(() -> shop.log("app", "app").length() > before);
        assertThat(shop.get("app").getStatus().getContainerStatuses().getFirst().getRestartCount())
                .isZero();
        shop.end();
    }

    @Test
    void the_sidecar_ends_with_exit_code_zero_when_its_pod_ends() {
        Workload shop = Workload.namespace("sigterm").bind("sigterm");
        shop.create(shop.pod("app", container("app", Installation.PYTHON_IMAGE).build()));
        shop.awaitPhase("app", "Succeeded");
        ContainerStateTerminated ended =
                Workload.sidecar(shop.get("app")).getState().getTerminated();
        assertThat(ended.getExitCode()).isZero();
    }

    @Test
    void a_pod_is_not_injected_after_its_binding_was_deleted() {
        Workload shop = Workload.namespace("unbinding").bind("unbinding");
        client.resources(AWSRoleBinding.class)
                .inNamespace("unbinding")
                .withName("unbinding")
                .delete();
        await().atMost(Cluster.PATIENCE).until(() -> !Workload.injected(dryRun(shop)));
    }

    @Test
    void without_the_webhook_unbound_pods_start_and_bound_pods_are_rejected_with_our_message() {
        Workload shop = Workload.namespace("webhook-gone").bind("webhook-gone");
        Workload other = Workload.namespace("webhook-gone-unbound");
        Map<String, String> before = Webhook.said();
        Webhook.scale(client, 0);
        try {
            other.create(other.pod(
                    "app",
                    container("app", Installation.PYTHON_IMAGE)
                            .withCommand("true")
                            .build()));
            assertThatThrownBy(() -> shop.create(shop.pod(
                            "app", container("app", Installation.PYTHON_IMAGE).build())))
                    .hasMessageContaining("webhook-gone")
                    .hasMessageContaining("did not get the sidecar");
            Webhook.awaitEvent(
                    "WebhookUnavailable",
                    "The webhook cannot be reached. Until it works, new pods of bound ServiceAccounts are rejected",
                    before);
        } finally {
            Webhook.scale(client, 1);
        }
        Webhook.awaitEvent("WebhookAvailable", "The webhook answers again", before);
        await().atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> Workload.injected(shop.create(shop.pod(
                        "app", container("app", Installation.PYTHON_IMAGE).build()))));
        shop.awaitLog("app", "app", "python arn:aws:sts::111122223333:assumed-role/webhook-gone/");
    }

    private Pod dryRun(Workload workload) {
        return client.resource(workload.pod(
                                "probe",
                                container("app", Installation.PYTHON_IMAGE).build())
                        .build())
                .dryRun()
                .create();
    }

    private static Optional<Condition> condition(List<Condition> conditions, String type) {
        return Conditions.find(conditions, type);
    }
}
