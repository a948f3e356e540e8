package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which pods are injected and which are not. {@link LifeE2E} has the cases without the webhook. */
@NeedsCluster
@InTurn
class InjectionE2E {
    private static final String IMAGE = Installation.PYTHON_IMAGE;

    @Test
    void a_serviceaccount_without_a_binding_is_not_changed() {
        Workload shop = Workload.namespace("unbound");
        Pod pod = shop.create(
                shop.pod("app", container("app", IMAGE).withCommand("true").build()));
        assertThat(Workload.injected(pod)).isFalse();
        assertThat(pod.getMetadata().getAnnotations()).isNullOrEmpty();
    }

    @Test
    void a_skipped_container_gets_neither_mount_nor_environment() {
        Workload shop = Workload.namespace("skipped").bind("skipped");
        Pod pod = shop.create(shop.pod(
                        "app",
                        container("app", IMAGE).build(),
                        container("proxy", IMAGE).withCommand("true").build())
                .editMetadata()
                .addToAnnotations(Annotations.SKIP_CONTAINERS, "proxy")
                .endMetadata());
        Container proxy = containerOf(pod, "proxy");
        assertThat(proxy.getVolumeMounts()).extracting(VolumeMount::getName).doesNotContain(Sidecar.CREDENTIALS_VOLUME);
        assertThat(proxy.getEnv()).extracting(EnvVar::getName).containsExactly("AWS_ENDPOINT_URL_STS");
        shop.awaitLog("app", "app", "python arn:aws:sts::111122223333:assumed-role/skipped/");
    }

    @Test
    void the_users_settings_are_kept() {
        Workload shop = Workload.namespace("own-env").bind("own-env");
        Pod pod = shop.create(shop.pod(
                "app",
                container("app", Installation.JAVA_IMAGE)
                        .addNewEnv()
                        .withName("AWS_REGION")
                        .withValue("ap-south-1")
                        .endEnv()
                        .build()));
        assertThat(containerOf(pod, "app").getEnv())
                .filteredOn(variable -> variable.getName().equals("AWS_REGION"))
                .extracting(EnvVar::getValue)
                .containsExactly("ap-south-1");
        shop.awaitLog("app", "app", "java arn:aws:sts::111122223333:assumed-role/own-env/");
    }

    @Test
    void the_sidecar_has_no_api_token_and_the_application_keeps_one() {
        Workload shop = Workload.namespace("api-token").bind("api-token");
        Pod pod = shop.create(
                shop.pod("app", container("app", IMAGE).withCommand("true").build()));
        String apiToken = "/var/run/secrets/kubernetes.io/serviceaccount";
        assertThat(pod.getSpec().getInitContainers().getFirst().getVolumeMounts())
                .filteredOn(mount -> mount.getName().startsWith("kube-api-access"))
                .isEmpty();
        assertThat(containerOf(pod, "app").getVolumeMounts())
                .filteredOn(mount -> mount.getMountPath().equals(apiToken))
                .extracting(VolumeMount::getName)
                .first()
                .asString()
                .startsWith("kube-api-access");
    }

    @Test
    void a_guaranteed_pod_stays_guaranteed_and_only_its_sidecar_has_a_cpu_limit() {
        Workload shop = Workload.namespace("qos").bind("qos");
        Map<String, Quantity> little = Map.of("cpu", new Quantity("10m"), "memory", new Quantity("16Mi"));
        Pod guaranteed = shop.create(shop.pod(
                "guaranteed",
                container("app", IMAGE)
                        .withCommand("true")
                        .withNewResources()
                        .withLimits(little)
                        .endResources()
                        .build()));
        assertThat(guaranteed.getStatus().getQosClass()).isEqualTo("Guaranteed");
        Pod plain = shop.create(
                shop.pod("plain", container("app", IMAGE).withCommand("true").build()));
        assertThat(plain.getSpec().getInitContainers().getFirst().getResources().getLimits())
                .containsOnlyKeys("memory");
    }

    @Test
    void a_pod_that_requests_an_unbound_role_is_rejected_with_the_bound_roles() {
        Workload shop = Workload.namespace("asks").bind("asks");
        PodBuilder pod = shop.pod("app", container("app", IMAGE).build())
                .editMetadata()
                .addToAnnotations(Annotations.ROLE, "admin")
                .endMetadata();
        assertThatThrownBy(() -> shop.create(pod)).hasMessageContaining("admin").hasMessageContaining("asks");
    }

    @Test
    void a_restored_pod_that_was_injected_before_works_and_is_injected_once() {
        Workload shop = Workload.namespace("restored").bind("restored");
        Pod first = shop.create(shop.pod("first", container("app", IMAGE).build()));
        Pod copy = new PodBuilder()
                .withNewMetadata()
                .withName("second")
                .withNamespace(shop.namespace())
                .withAnnotations(first.getMetadata().getAnnotations())
                .endMetadata()
                .withSpec(first.getSpec())
                .build();
        copy.getSpec().setNodeName(null);
        Pod second = shop.create(new PodBuilder(copy));
        assertThat(second.getSpec().getInitContainers()).hasSize(1);
        shop.awaitLog("second", "app", "python arn:aws:sts::111122223333:assumed-role/restored/");
    }

    @Test
    void a_hostnetwork_pod_has_credentials_and_declared_ports() {
        Workload shop = Workload.namespace("hostnetwork").bind("hostnetwork").allowPrivileged();
        Pod pod = shop.create(shop.pod("app", container("app", IMAGE).build())
                .editSpec()
                .withHostNetwork(true)
                .withDnsPolicy("ClusterFirstWithHostNet")
                .endSpec());
        assertThat(pod.getSpec().getInitContainers().getFirst().getPorts())
                .extracting(port -> port.getHostPort())
                .allMatch(port -> port >= 20_000 && port < 30_000);
        shop.awaitLog("app", "app", "python arn:aws:sts::111122223333:assumed-role/hostnetwork/");
        shop.resource("app").delete();
    }

    @Test
    void another_injectors_init_container_stays_before_the_sidecar() {
        Workload shop = Workload.namespace("other-injector").bind("other-injector");
        shop.create(shop.pod("app", container("app", IMAGE).build())
                .editSpec()
                .withInitContainers(
                        container("vault-agent-init", IMAGE).withCommand("true").build())
                .endSpec());
        shop.awaitLog("app", "app", "python arn:aws:sts::111122223333:assumed-role/other-injector/");
    }

    @Test
    void a_binding_and_a_pod_in_one_apply_lead_to_credentials() {
        String namespace = "one-apply";
        Workload shop = Workload.namespace(namespace).allow(namespace);
        List<HasMetadata> applied = Manifests.apply(
                Installation.get().client(), "binding-and-deployment.yaml", "ROLE", namespace, "NAMESPACE", namespace);
        assertThat(applied).hasSize(2);
        await().atMost(Cluster.PATIENCE).ignoreExceptions().until(() -> Installation.get()
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("app")
                .getLog()
                .contains("python arn:aws:sts::111122223333:assumed-role/" + namespace + "/"));
        shop.end();
    }

    private static Container containerOf(Pod pod, String name) {
        return pod.getSpec().getContainers().stream()
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
