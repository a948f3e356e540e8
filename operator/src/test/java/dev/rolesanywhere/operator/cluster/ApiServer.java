package dev.rolesanywhere.operator.cluster;

import com.github.dockerjava.api.model.Capability;
import dev.rolesanywhere.crds.contract.Sidecar;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A K3s in a container with our CRDs, shared by all tests of the JVM. {@code K3S_IMAGE} names the image; {@code
 * K3S_UNPRIVILEGED=true} is for Docker engines that refuse privileged containers. Its pods are never scheduled, because
 * only the API server is needed.
 */
public final class ApiServer {
    private static final String DEFAULT_IMAGE = "rancher/k3s:v1.35.4-k3s1";
    private static final int FIRST_WITH_POD_CERTIFICATES = 35;
    private static final Path CRDS = Path.of("..", "crds");

    private final KubernetesClient client;
    private final Path kubeConfig;

    private ApiServer() {
        K3sContainer container = container();
        container.start();
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(container.getKubeConfigYaml()))
                .build();
        try {
            this.kubeConfig = Files.createTempFile("kubeconfig", ".yaml");
            kubeConfig.toFile().deleteOnExit();
            Files.writeString(kubeConfig, container.getKubeConfigYaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List.of("awstrustanchors", "awsroles", "awsrolebindings").forEach(this::define);
    }

    public static boolean available() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Whether it serves PodCertificateRequests: an API server before Kubernetes 1.35 does not know the version. */
    public static boolean hasPodCertificates() {
        Matcher version = Pattern.compile(":v1\\.(\\d+)\\.").matcher(image());
        return !version.find() || Integer.parseInt(version.group(1)) >= FIRST_WITH_POD_CERTIFICATES;
    }

    public static ApiServer shared() {
        return Shared.SERVER;
    }

    public KubernetesClient client() {
        return client;
    }

    public Path kubeConfig() {
        return kubeConfig;
    }

    /** Created if it is not there. */
    public void namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    public void serviceAccount(String namespace, String name) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** An unschedulable pod. */
    void pod(String namespace, String name, String serviceAccount) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName(serviceAccount)
                        .withNodeSelector(Map.of("nowhere", "true"))
                        .addNewContainer()
                        .withName("app")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    /** A pod on the cluster's node, with an image that does not exist. */
    void podOnTheNode(String namespace, String name, String serviceAccount) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName(serviceAccount)
                        .withNodeName(node())
                        .addNewContainer()
                        .withName("app")
                        .withImage("none")
                        .withImagePullPolicy("Never")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    /** The name of the cluster's only node, once it has registered itself. */
    String node() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> client.nodes().list().getItems(), nodes -> !nodes.isEmpty())
                .getFirst()
                .getMetadata()
                .getName();
    }

    /** No scheduler and no kubelet looks after it: its status is what a test writes. */
    public void podWithSidecar(String namespace, String name, String serviceAccount) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName(serviceAccount)
                        .withSchedulerName("nobody")
                        .addNewInitContainer()
                        .withName(Sidecar.CONTAINER)
                        .withImage("none")
                        .withRestartPolicy("Always")
                        .endInitContainer()
                        .addNewContainer()
                        .withName("app")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    /** The kubelet's status of a sidecar that it cannot start. */
    public void waits(String namespace, String pod, String reason, String message) {
        sidecar(
                namespace,
                pod,
                new ContainerStateBuilder().withNewWaiting(message, reason).build());
    }

    /** The kubelet's status of a running sidecar. */
    void runs(String namespace, String pod) {
        sidecar(
                namespace,
                pod,
                new ContainerStateBuilder()
                        .withNewRunning(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                        .build());
    }

    private void sidecar(String namespace, String name, ContainerState state) {
        client.pods().inNamespace(namespace).withName(name).editStatus(pod -> new PodBuilder(pod)
                .editStatus()
                .withInitContainerStatuses(new ContainerStatusBuilder()
                        .withName(Sidecar.CONTAINER)
                        .withImage("none")
                        .withImageID("")
                        .withReady(false)
                        .withStarted(false)
                        .withRestartCount(0)
                        .withState(state)
                        .build())
                .endStatus()
                .build());
    }

    private void define(String plural) {
        try (InputStream yaml = Files.newInputStream(CRDS.resolve(plural + ".rolesanywhere.dev.yaml"))) {
            client.load(yaml).serverSideApply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String image() {
        return Objects.requireNonNullElse(System.getenv("K3S_IMAGE"), DEFAULT_IMAGE);
    }

    private static K3sContainer container() {
        K3sContainer container =
                new K3sContainer(DockerImageName.parse(image()).asCompatibleSubstituteFor("rancher/k3s"));
        if (hasPodCertificates()) {
            List<String> command = new ArrayList<>(List.of(container.getCommandParts()));
            command.add("--kube-apiserver-arg=feature-gates=PodCertificateRequest=true");
            command.add("--kube-apiserver-arg=runtime-config=certificates.k8s.io/v1beta1/podcertificaterequests=true");
            container.setCommandParts(command.toArray(String[]::new));
        }
        if (Boolean.parseBoolean(System.getenv("K3S_UNPRIVILEGED"))) {
            container.withPrivilegedMode(false).withCreateContainerCmdModifier(command -> Objects.requireNonNull(
                            command.getHostConfig())
                    .withCapAdd(Capability.ALL)
                    .withCapDrop(Capability.SYS_RESOURCE)
                    .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined")));
        }
        return container;
    }

    // The class loader starts it lazily, so a run without tests of the cluster starts none. Testcontainers removes
    // it at the end.
    private static final class Shared {
        private static final ApiServer SERVER = new ApiServer();
    }
}
