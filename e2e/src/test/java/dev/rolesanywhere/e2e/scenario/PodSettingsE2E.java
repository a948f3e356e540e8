package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.e2e.cluster.Beside;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pods with settings that a sidecar could stumble over: names, the node's network, a budget, mounts. All are created first, and start together. */
@NeedsCluster
@Beside
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodSettingsE2E {
    private static final String IMAGE = Installation.PYTHON_IMAGE;
    private static final String BY_ADDRESS = "pod-settings";
    private static final String BY_NAME = "pod-settings-names";

    private final KubernetesClient client = Installation.get().client();
    private final String address = "http://" + clusterIp("aws", "emulator") + ":8080";
    private final String name = "http://emulator.aws.svc.cluster.local:8080";
    private Workload byAddress;
    private Workload byName;
    private String warnings;

    @BeforeAll
    void all_pods() {
        byAddress = Workload.namespace(BY_ADDRESS).bind(BY_ADDRESS).allowPrivileged();
        byName = Workload.namespace(BY_NAME).bind(BY_NAME);
        reachAwsAt(BY_ADDRESS, address);
        reachAwsAt(BY_NAME, name);

        byAddress.create(pod("dns-default").editSpec().withDnsPolicy("Default").endSpec());
        byAddress.create(pod("dns-none")
                .editSpec()
                .withDnsPolicy("None")
                .withNewDnsConfig()
                .withNameservers("192.0.2.1")
                .endDnsConfig()
                .endSpec());
        byAddress.create(pod("node-network").editSpec().withHostNetwork(true).endSpec());
        byAddress.create(pod("budget")
                .editSpec()
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("20m"), "memory", new Quantity("128Mi")))
                .withLimits(Map.of("cpu", new Quantity("1"), "memory", new Quantity("256Mi")))
                .endResources()
                .endSpec());
        warnings = kubectl("apply -f - 2>&1 <<'EOF'\n" + Serialization.asYaml(blocked("blocked")) + "\nEOF");
        byAddress.create(new PodBuilder(blocked("skipping"))
                .editMetadata()
                .addToAnnotations(Annotations.SKIP_CONTAINERS, "proxy")
                .endMetadata());
        byName.create(byName.pod("dns-own", client(name))
                .editSpec()
                .withDnsPolicy("None")
                .withNewDnsConfig()
                .withNameservers(clusterIp("kube-system", "kube-dns"))
                .endDnsConfig()
                .endSpec());
        byName.create(byName.pod("dns-unresolved", client(name))
                .editSpec()
                .withDnsPolicy("Default")
                .endSpec());
        deployment("first");
        deployment("second");
        daemonSet("each-node");
    }

    @AfterAll
    void leave_the_node_to_others() {
        client.namespaces().withName(BY_ADDRESS).delete();
        client.namespaces().withName(BY_NAME).delete();
    }

    @Test
    void with_the_nodes_dns_a_pod_has_credentials() {
        awaitCredentials(byAddress, "dns-default");
    }

    @Test
    void without_answers_of_dns_a_pod_has_credentials_if_aws_has_an_address() {
        awaitCredentials(byAddress, "dns-none");
    }

    @Test
    void with_its_own_dns_a_pod_resolves_awss_names_but_not_the_operators() {
        awaitCredentials(byName, "dns-own");
    }

    @Test
    void an_unresolved_name_of_aws_causes_an_event_with_the_name_and_the_dns_policy() {
        await("an Event about the name")
                .atMost(Cluster.PATIENCE)
                .until(() -> client.v1().events().inNamespace(BY_NAME).list().getItems().stream()
                        .filter(event ->
                                Objects.equals(event.getInvolvedObject().getName(), "dns-unresolved"))
                        .map(Event::getMessage)
                        .anyMatch(message -> message.contains("emulator.aws.svc.cluster.local")
                                && message.contains("dnsPolicy is Default")));
    }

    @Test
    void on_the_nodes_network_without_the_clusters_dns_a_pod_has_credentials() {
        awaitCredentials(byAddress, "node-network");
    }

    @Test
    void a_pod_with_its_own_budget_has_credentials_and_a_sidecar_without_resources() {
        awaitCredentials(byAddress, "budget");
        assertThat(sidecar(byAddress.get("budget")).getResources().getRequests())
                .isNullOrEmpty();
    }

    @Test
    void a_read_only_mount_at_our_path_causes_a_warning_before_the_containers_error() {
        assertThat(warnings)
                .contains("Warning:")
                .contains("container proxy mounts /var/run read-only")
                .contains(Annotations.SKIP_CONTAINERS);
        await("the kubelet cannot start it")
                .atMost(Cluster.PATIENCE)
                .until(() -> byAddress.get("blocked").getStatus().getContainerStatuses().stream()
                        .filter(status -> status.getName().equals("proxy"))
                        .map(PodSettingsE2E::reason)
                        .flatMap(Optional::stream)
                        .anyMatch(reason -> reason.endsWith("Error")));
    }

    @Test
    void the_pod_has_credentials_after_the_warnings_advice() {
        awaitCredentials(byAddress, "skipping");
    }

    @Test
    void two_workloads_on_the_nodes_network_share_a_node_and_roll_out() {
        kubectl("rollout status deployment/first deployment/second --timeout=240s");
        kubectl("rollout restart deployment/first");
        kubectl("rollout status deployment/first --timeout=240s");
        assertThat(client.apps().deployments().inNamespace(BY_ADDRESS).list().getItems())
                .allSatisfy(deployment -> assertThat(deployment.getStatus().getAvailableReplicas())
                        .isEqualTo(1));
    }

    @Test
    void a_daemon_set_with_surge_on_the_nodes_network_rolls_out() {
        kubectl("rollout status daemonset/each-node --timeout=240s");
        kubectl("rollout restart daemonset/each-node");
        kubectl("rollout status daemonset/each-node --timeout=240s");
    }

    private void awaitCredentials(Workload workload, String pod) {
        workload.awaitLog(
                Cluster.PATIENCE,
                pod,
                "app",
                "python arn:aws:sts::111122223333:assumed-role/" + workload.namespace() + "/");
    }

    private PodBuilder pod(String name) {
        return byAddress.pod(name, client(address));
    }

    /** Calls STS there once. */
    private static Container client(String sts) {
        return container("app", IMAGE).editFirstEnv().withValue(sts).endEnv().build();
    }

    private Pod blocked(String name) {
        return byAddress
                .pod(
                        name,
                        client(address),
                        new ContainerBuilder(client(address))
                                .withName("proxy")
                                .addNewVolumeMount()
                                .withName("sockets")
                                .withMountPath("/var/run")
                                .withReadOnly(true)
                                .endVolumeMount()
                                .withCommand("sleep", "3600")
                                .withArgs()
                                .build())
                .editSpec()
                // Kubernetes' own mount at /var/run/secrets would also be under a read-only mount.
                .withAutomountServiceAccountToken(false)
                .addNewVolume()
                .withName("sockets")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build();
    }

    private void deployment(String name) {
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(BY_ADDRESS)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .withNewStrategy()
                        .withNewRollingUpdate()
                        .withNewMaxSurge(1)
                        .withNewMaxUnavailable(0)
                        .endRollingUpdate()
                        .endStrategy()
                        .withNewSelector()
                        .addToMatchLabels("app", name)
                        .endSelector()
                        .withTemplate(onTheNodesNetwork(name))
                        .endSpec()
                        .build())
                .create();
    }

    private void daemonSet(String name) {
        client.resource(new DaemonSetBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(BY_ADDRESS)
                        .endMetadata()
                        .withNewSpec()
                        .withNewUpdateStrategy()
                        .withType("RollingUpdate")
                        .withNewRollingUpdate()
                        .withNewMaxSurge(1)
                        .withNewMaxUnavailable(0)
                        .endRollingUpdate()
                        .endUpdateStrategy()
                        .withNewSelector()
                        .addToMatchLabels("app", name)
                        .endSelector()
                        .withTemplate(onTheNodesNetwork(name))
                        .endSpec()
                        .build())
                .create();
    }

    private PodTemplateSpec onTheNodesNetwork(String name) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withSpec(pod(name).buildSpec())
                .editSpec()
                .withRestartPolicy("Always")
                .editFirstContainer()
                // The application calls AWS repeatedly.
                .withArgs("0")
                .endContainer()
                .withHostNetwork(true)
                .withDnsPolicy("ClusterFirstWithHostNet")
                .endSpec()
                .build();
    }

    private void reachAwsAt(String role, String endpoint) {
        client.resources(AWSRole.class)
                .withName(role)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"aws\":{\"endpoint\":\"%s\"}}}".formatted(endpoint));
    }

    private String clusterIp(String namespace, String service) {
        return client.services()
                .inNamespace(namespace)
                .withName(service)
                .require()
                .getSpec()
                .getClusterIP();
    }

    private static Optional<String> reason(ContainerStatus status) {
        var state = status.getState();
        return state.getWaiting() != null
                ? Optional.ofNullable(state.getWaiting().getReason())
                : Optional.ofNullable(state.getTerminated()).map(ended -> ended.getReason());
    }

    private static Container sidecar(Pod pod) {
        return pod.getSpec().getInitContainers().stream()
                .filter(container -> container.getName().equals(Sidecar.CONTAINER))
                .findFirst()
                .orElseThrow();
    }

    private static String kubectl(String command) {
        return Installation.get()
                .cluster()
                .run("sh", "-c", "KUBECONFIG=/etc/rancher/k3s/k3s.yaml kubectl -n " + BY_ADDRESS + " " + command);
    }
}
