package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Pods that cannot be served, and the messages for their authors. Golden files of the webhook cover every case of the
 * decision.
 */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadPodE2E {
    private static final String IMAGE = Installation.PYTHON_IMAGE;

    private final KubernetesClient client = Installation.get().client();
    private Workload shop;

    @BeforeAll
    void a_bound_serviceaccount() {
        shop = Workload.namespace("bad-pods").bind("bad-pods");
        await().atMost(Cluster.PATIENCE)
                .until(() -> Workload.injected(
                        client.resource(plain().build()).dryRun().create()));
    }

    @Test
    void a_strangers_container_of_the_sidecars_name_is_refused() {
        assertThatThrownBy(() -> shop.create(shop.pod(
                        "app",
                        container("app", IMAGE).build(),
                        container("aws-credentials", IMAGE).build())))
                .hasMessageContaining("its own container aws-credentials")
                .hasMessageContaining("rename that container");
    }

    @Test
    void a_strangers_volume_of_our_name_is_refused() {
        assertThatThrownBy(() -> shop.create(plain().editSpec()
                        .addNewVolume()
                        .withName("rolesanywhere-dev-credentials")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .endSpec()))
                .hasMessageContaining("its own volume rolesanywhere-dev-credentials")
                .hasMessageContaining("rename that volume");
    }

    @Test
    void a_windows_pod_is_rejected_with_how_to_opt_out() {
        assertThatThrownBy(() -> shop.create(plain().editSpec()
                        .withNewOs("windows")
                        .withSecurityContext(null)
                        .endSpec()))
                .hasMessageContaining("runs on Windows")
                .hasMessageContaining("rolesanywhere.dev/inject: \"false\"");
    }

    @Test
    void a_variable_that_shadows_our_credentials_is_a_warning_that_kubectl_prints() {
        Pod shadowing = plain().editMetadata()
                .withName("shadowing")
                .endMetadata()
                .editSpec()
                .editFirstContainer()
                .addNewEnv()
                .withName("AWS_ACCESS_KEY_ID")
                .withValue("AKIAIOSFODNN7EXAMPLE")
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
        assertThat(kubectlApply(shadowing))
                .contains("Warning:")
                .contains("AWS_ACCESS_KEY_ID")
                .contains("pod/shadowing created")
                .doesNotContain("AKIAIOSFODNN7EXAMPLE");
    }

    @Test
    void a_missing_role_is_named_and_the_pod_is_served_after_its_creation() {
        Workload late = Workload.namespace("late");
        Manifests.apply(client, "binding.yaml", "ROLE", "late", "NAMESPACE", "late");
        Condition waiting = awaitReady(Optional.empty(), "RoleNotFound");
        assertThat(waiting.message()).contains("late");
        late.create(late.pod("app", container("app", IMAGE).build()));
        late.allow("late");
        late.awaitLog("app", "app", "assumed-role/late/");
    }

    @Test
    void a_missing_trust_anchor_is_named_and_the_pod_is_served_after_its_creation() {
        Manifests.apply(client, "role.yaml", "ROLE", "orphan", "ANCHOR", "comes-later");
        assertThat(awaitReady(Optional.of("orphan"), "TrustAnchorNotFound").message())
                .contains("comes-later");
        new TrustAnchors().selfSigned("comes-later");
        await().atMost(Cluster.PATIENCE)
                .until(() ->
                        ready(Optional.of("orphan")).filter(Condition::holds).isPresent());
    }

    /** An init container before the sidecar, because the sidecar's own image cannot be changed in a pod. */
    @Test
    void an_image_that_cannot_be_pulled_is_named_in_the_status_and_in_events() {
        Workload held = Workload.namespace("unpulled").bind("unpulled");
        held.create(held.pod("app", container("app", IMAGE).build())
                .editSpec()
                .withInitContainers(container("restore-wait", "nowhere.invalid/none:1")
                        .withImagePullPolicy("Never")
                        .build())
                .endSpec());

        await().atMost(Cluster.PATIENCE).untilAsserted(() -> {
            AWSRoleBindingStatus status = client.resources(AWSRoleBinding.class)
                    .inNamespace("unpulled")
                    .withName("unpulled")
                    .require()
                    .getStatus();
            assertThat(status.summary()).isEqualTo("ImagePullFailed");
            assertThat(status.pods()).isEqualTo("0/1");
            assertThat(Conditions.find(status.conditions(), "PodsServed")
                            .orElseThrow()
                            .message())
                    .contains("pod app (container restore-wait: ErrImageNeverPull");
            assertThat(client.v1().events().inNamespace("unpulled").list().getItems())
                    .extracting(event -> event.getInvolvedObject().getKind(), Event::getReason)
                    .contains(tuple("Pod", "ImagePullFailed"), tuple("AWSRoleBinding", "ImagePullFailed"));
        });
        client.resource(held.get("app")).withGracePeriod(0).delete();
    }

    private PodBuilder plain() {
        return shop.pod("app", container("app", IMAGE).build());
    }

    private Condition awaitReady(Optional<String> role, String reason) {
        await().atMost(Cluster.PATIENCE).until(() -> ready(role)
                .map(Condition::reason)
                .filter(reason::equals)
                .isPresent());
        return ready(role).orElseThrow();
    }

    /** The condition of the AWSRole, or else of the binding {@code late}. */
    private Optional<Condition> ready(Optional<String> role) {
        if (role.isPresent()) {
            var status = client.resources(AWSRole.class)
                    .withName(role.get())
                    .require()
                    .getStatus();
            return status == null ? Optional.empty() : Conditions.find(status.conditions(), "Ready");
        }
        var status = client.resources(AWSRoleBinding.class)
                .inNamespace("late")
                .withName("late")
                .require()
                .getStatus();
        return status == null ? Optional.empty() : Conditions.find(status.conditions(), "Ready");
    }

    private static String kubectlApply(Pod pod) {
        return Installation.get()
                .cluster()
                .run(
                        "sh",
                        "-c",
                        "KUBECONFIG=/etc/rancher/k3s/k3s.yaml kubectl apply -f - 2>&1 <<'EOF'\n"
                                + Serialization.asYaml(pod) + "\nEOF");
    }
}
