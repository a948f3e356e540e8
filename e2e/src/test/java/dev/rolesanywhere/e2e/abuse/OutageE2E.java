package dev.rolesanywhere.e2e.abuse;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Beside;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.EmulatorQuickstart;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Manifests;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The effects of failed or deleted parts of the product, on a separate cluster. Each test ends with everything restored
 * and a new pod served. The order is from the least to the most destructive. The last test uses the empty cluster for the README's quickstart.
 */
@NeedsCluster
@Beside
@Order(2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutageE2E {
    private static final List<String> NONSENSE =
            List.of("slow", "silence", "error", "prose", "empty", "other", "unanswered", "stranger");

    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Future<?>> nonsense = new HashMap<>();
    private Cluster cluster;
    private Installation installation;
    private KubernetesClient client;

    @BeforeAll
    void installed() {
        cluster = Cluster.start();
        installation = Installation.on(cluster);
        client = cluster.client();
        Workload.namespace(installation, "served").bind("served");
        Workload.namespace(installation, "unbound");
    }

    @AfterAll
    void close() {
        background.shutdownNow();
        cluster.close();
    }

    @Order(1)
    @ParameterizedTest
    @FieldSource("NONSENSE")
    void an_invalid_webhook_answer_rejects_only_bound_pods_with_our_message(String how) throws Exception {
        // All requests start with the first one, because the API server waits for some of these answers until its
        // own deadline.
        if (nonsense.isEmpty()) {
            standIn();
            NONSENSE.forEach(each -> nonsense.put(each, background.submit(() -> isRefused(each))));
        }
        nonsense.get(how).get();
    }

    private void isRefused(String how) {
        Workload shop = Workload.namespace(installation, "nonsense-" + how);
        Manifests.apply(
                client, "binding-of.yaml", "ROLE", "served", "NAMESPACE", shop.namespace(), "SERVICEACCOUNT", "bound");
        // Until the Service leads to the replacement, no webhook answers, and the message is the same.
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> {
            assertThatThrownBy(() -> dryRun(shop, "bound"))
                    .hasMessageContaining("ServiceAccount bound is bound to AWSRole served")
                    .hasMessageContaining("did not answer");
            assertThat(client.pods()
                            .inNamespace(Installation.NAMESPACE)
                            .withName("stand-in")
                            .getLog())
                    .contains("asked: " + how);
        });
        assertThatCode(() -> dryRun(shop, "app")).doesNotThrowAnyException();
    }

    @Order(2)
    @Test
    void pods_start_again_after_the_webhook_is_restored() {
        client.pods()
                .inNamespace(Installation.NAMESPACE)
                .withName("stand-in")
                .withGracePeriod(0)
                .delete();
        scaleWebhook(1);
        aNewPodIsServed("after-nonsense");
    }

    /** All parts start at once, in any order, so no part may wait for a part that waits for it. */
    @Order(3)
    @Test
    void a_cold_start_of_the_whole_cluster_needs_no_manual_step() {
        Workload shop = Workload.namespace(installation, "served");
        shop.create(shop.pod(
                        "running",
                        container("app", Installation.PYTHON_IMAGE, "0").build())
                .editSpec()
                .withRestartPolicy("Always")
                .endSpec());
        shop.awaitLog("running", "app", "assumed-role/served/");
        // The emulator loses its trust anchors with its memory. A refusal by it would delay the pod for minutes, so it
        // stays away, like AWS without a connection, until the test can register them again.
        scaleEmulator(0);
        Instant cut = Instant.now();
        cluster = cluster.restart();
        client = cluster.client();
        cluster.awaitApiServer();
        scaleEmulator(1);
        // AWS knows the earlier CA, so each accepted leaf was signed with the same key.
        installation = installation.in(cluster);
        Workload again = Workload.namespace(installation, "served");
        await("the pod of before the restart runs again")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> again.get("running")
                                        .getStatus()
                                        .getContainerStatuses()
                                        .getFirst()
                                        .getRestartCount()
                                > 0
                        && again.log("running", "app").contains("assumed-role/served/"));
        System.out.printf(
                "cold start: a pod that ran before had credentials %d s after the power cut%n",
                Duration.between(cut, Instant.now()).toSeconds());
        aNewPodIsServed("after-cold-start");
    }

    @Order(4)
    @Test
    void deleted_crds_block_no_pod_and_no_namespace_and_pods_are_served_after_their_restore() {
        deleteCrds();
        assertThatCode(() -> dryRun(Workload.namespace(installation, "unbound"), "app"))
                .doesNotThrowAnyException();
        deleteNamespace("nonsense-slow");
        installation.upgrade();
        registered();
        aNewPodIsServed("after-crds");
    }

    /** The webhook first, then the operator, like a user who removes a chart manually. */
    @Order(5)
    @Test
    void manually_deleted_parts_block_nothing_and_an_upgrade_restores_them() {
        deleteDeployment(Installation.WEBHOOK);
        assertThatCode(() -> dryRun(Workload.namespace(installation, "unbound"), "app"))
                .doesNotThrowAnyException();
        deleteNamespace("nonsense-silence");
        deleteDeployment(Installation.NAME);
        theGuardRefusesWhoIsBound();
        deleteNamespace("nonsense-error");
        installation.upgrade();
        aNewPodIsServed("after-parts");
    }

    @Order(6)
    @Test
    void after_an_uninstall_nothing_is_blocked_and_a_new_install_uses_the_same_ca() {
        installation.uninstall();
        // The API server forgets a deleted policy within seconds.
        await().atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThatCode(() -> dryRun(Workload.namespace(installation, "served"), "app"))
                        .doesNotThrowAnyException());
        deleteNamespace("nonsense-prose");
        installation.install();
        aNewPodIsServed("after-uninstall");
    }

    @Order(7)
    @Test
    void an_uninstall_and_then_deleted_crds_leave_nothing_hanging() {
        installation.uninstall();
        deleteCrds();
        deleteNamespace("nonsense-empty");
        installation.install();
        registered();
        aNewPodIsServed("after-both");
    }

    /**
     * This also deletes Helm's release data and the CA's key. It is not a correct way to uninstall, but it must block
     * nothing.
     */
    @Order(8)
    @Test
    void a_deleted_namespace_of_the_release_blocks_no_other_namespace_and_no_unbound_pod() {
        deleteNamespace(Installation.NAMESPACE);
        assertThatCode(() -> dryRun(Workload.namespace(installation, "unbound"), "app"))
                .doesNotThrowAnyException();
        theGuardRefusesWhoIsBound();
        deleteNamespace("nonsense-other");
    }

    @Order(9)
    @Test
    void deleted_crds_and_then_an_uninstall_leave_nothing_hanging() {
        installation.install();
        deleteCrds();
        installation.uninstall();
        Stream.of("served", "unbound", Installation.NAMESPACE).forEach(this::deleteNamespace);
    }

    /** The cluster is now as a new user has it, with the images that the README loads. */
    @Order(10)
    @Test
    void the_readmes_quickstart_without_aws_gives_a_pod_its_role() {
        deleteNamespace("aws");
        EmulatorQuickstart quickstart = new EmulatorQuickstart(cluster);
        assertThat(Installation.images()).containsAll(quickstart.images());

        quickstart.install();
        assertThat(quickstart.apply())
                .contains(
                        "awstrustanchor.rolesanywhere.dev/default created",
                        "awsrolebinding.rolesanywhere.dev/orders created",
                        "deployment.apps/orders created");
        await("the pod prints its role")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(quickstart.log()).contains(quickstart.expected()));
    }

    /** In the webhook's place, with its certificate. */
    private void standIn() {
        scaleWebhook(0);
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("stand-in")
                        .withNamespace(Installation.NAMESPACE)
                        .withLabels(client.services()
                                .inNamespace(Installation.NAMESPACE)
                                .withName(Installation.WEBHOOK)
                                .require()
                                .getSpec()
                                .getSelector())
                        .endMetadata()
                        .withNewSpec()
                        .withNewSecurityContext()
                        .withRunAsNonRoot(true)
                        .withFsGroup(65532L)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .endSecurityContext()
                        .addNewVolume()
                        .withName("tls")
                        .withNewSecret()
                        .withSecretName(Installation.WEBHOOK + "-tls")
                        .endSecret()
                        .endVolume()
                        .withContainers(container("stand-in", Installation.PYTHON_IMAGE)
                                .withCommand("python3", "-c", Scripts.read("nonsense.py"))
                                .addNewPort()
                                .withName("https")
                                .withContainerPort(8443)
                                .endPort()
                                .addNewVolumeMount()
                                .withName("tls")
                                .withMountPath("/tls")
                                .withReadOnly(true)
                                .endVolumeMount()
                                .build())
                        .endSpec()
                        .build())
                .create();
        await().atMost(Cluster.PATIENCE).ignoreExceptions().until(() -> client.pods()
                .inNamespace(Installation.NAMESPACE)
                .withName("stand-in")
                .getLog()
                .contains("listening"));
    }

    private void scaleEmulator(int replicas) {
        client.apps().deployments().inNamespace("aws").withName("emulator").scale(replicas);
    }

    private void scaleWebhook(int replicas) {
        client.apps()
                .deployments()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.WEBHOOK)
                .scale(replicas);
        await().atMost(Cluster.PATIENCE)
                .until(() -> client.pods()
                                .inNamespace(Installation.NAMESPACE)
                                .withLabel("app.kubernetes.io/component", "webhook")
                                .withLabel("pod-template-hash")
                                .list()
                                .getItems()
                                .size()
                        == replicas);
    }

    private void aNewPodIsServed(String pod) {
        Workload shop = Workload.namespace(installation, "served");
        await("served is bound").atMost(Cluster.PATIENCE).ignoreExceptions().until(() -> shop.bind("served") != null);
        await(pod + " is injected").atMost(Cluster.PATIENCE).ignoreExceptions().until(() -> {
            Pod created = shop.create(
                    shop.pod(pod, container("app", Installation.PYTHON_IMAGE).build()));
            if (!Workload.injected(created)) {
                shop.resource(pod).withGracePeriod(0).delete();
            }
            return Workload.injected(created);
        });
        await(pod + " has credentials")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> shop.log(pod, "app").contains("assumed-role/served/"));
    }

    private void dryRun(Workload shop, String serviceAccount) {
        client.resource(shop.pod(
                                "probe",
                                container("app", Installation.PYTHON_IMAGE).build())
                        .editSpec()
                        .withServiceAccountName(serviceAccount)
                        .endSpec()
                        .build())
                .dryRun()
                .create();
    }

    /** After CRDs were deleted the API server looks for a policy's parameters at growing intervals, of up to a minute. */
    private void theGuardRefusesWhoIsBound() {
        Workload shop = Workload.namespace(installation, "served");
        Instant asked = Instant.now();
        await("the guard knows who is bound").atMost(Cluster.PATIENCE).untilAsserted(() -> assertThatThrownBy(
                        () -> dryRun(shop, "app"))
                .hasMessageContaining("ServiceAccount app is bound to AWSRole served"));
        System.out.printf(
                "the guard alone refused a bound pod %d s after it was first asked%n",
                Duration.between(asked, Instant.now()).toSeconds());
    }

    private void deleteDeployment(String name) {
        client.apps()
                .deployments()
                .inNamespace(Installation.NAMESPACE)
                .withName(name)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        await(name + " is gone")
                .atMost(Cluster.PATIENCE)
                .until(() -> client.apps()
                                .deployments()
                                .inNamespace(Installation.NAMESPACE)
                                .withName(name)
                                .get()
                        == null);
    }

    private void deleteNamespace(String name) {
        client.namespaces().withName(name).delete();
        await("namespace " + name + " is gone")
                .atMost(Cluster.PATIENCE)
                .until(() -> client.namespaces().withName(name).get() == null);
    }

    private void deleteCrds() {
        var crds = client.apiextensions().v1().customResourceDefinitions();
        List<String> names = crds.list().getItems().stream()
                .map(crd -> crd.getMetadata().getName())
                .filter(name -> name.endsWith(".rolesanywhere.dev"))
                .toList();
        assertThat(names).hasSize(3);
        names.forEach(name -> crds.withName(name).delete());
        await("CRDs are gone").atMost(Cluster.PATIENCE).until(() -> names.stream()
                .allMatch(name -> crds.withName(name).get() == null));
    }

    /** The API server serves a new CRD a moment after it took it. */
    private void registered() {
        await("the trust anchor is made and registered")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    installation.register();
                    return true;
                });
    }
}
