package dev.rolesanywhere.e2e.cluster;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A K3s in a container, usually the one that all tests of the JVM share. {@code K3S_IMAGE} names the image; {@code
 * K3S_UNPRIVILEGED=true} is for Docker engines that refuse privileged containers.
 */
public final class Cluster implements AutoCloseable {
    private static final String DEFAULT_IMAGE = "rancher/k3s:v1.35.4-k3s1";

    /**
     * The longest wait for a condition that must come. It is long because several clusters on two cores delay each other,
     * and it costs nothing: the wait ends with the condition.
     */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    /** The name with which the API server reaches listeners of the tests' machine. */
    public static final String THIS_MACHINE = "tests.host.internal";

    /**
     * Testcontainers gives each K3s the cgroups of the machine. A kubelet deletes the cgroups of pods that it does not
     * know, so several clusters would break each other's pods (StartError). With cgroups v1, each cluster gets a cgroup
     * with the container's name as its root, and with the share of processors that a kubelet gives to its pods.
     */
    private static final String START = """
            if [ -d /sys/fs/cgroup/devices ]; then
              for each in /sys/fs/cgroup/*/; do mkdir -p "$each$HOSTNAME"; done
              for each in cpus mems; do
                cat /sys/fs/cgroup/cpuset/cpuset.$each > "/sys/fs/cgroup/cpuset/$HOSTNAME/cpuset.$each"
              done
              echo $((1024 * $(nproc))) > "/sys/fs/cgroup/cpu/$HOSTNAME/cpu.shares"
              set -- "$@" "--kubelet-arg=cgroup-root=/$HOSTNAME"
            fi
            exec k3s "$@"
            """;

    private static final int K3S_API = 6443;
    private static final int FIRST_WITH_POD_CERTIFICATES = 35;
    private static final Pattern SERVER = Pattern.compile("https://[^\\s\"]+");
    private static final String AUDIT_POLICY = "/etc/rancher/audit-policy.yaml";

    /**
     * The path of the kubelet's client certificate and key, without the extension; it differs between builds of K3s.
     */
    private static final List<String> KUBELET =
            List.of("/var/lib/rancher/k3s/agent/client-kubelet", "/var/lib/rancher/k3s/server/tls/kubelet");

    /** On the node. */
    public static final String AUDIT_LOG = "/var/log/audit.log";

    private final K3sContainer container;
    private final Config config;
    private final KubernetesClient client;
    private final Path kubeConfig;

    private Cluster(K3sContainer container) {
        this.container = container;
        if (!container.isRunning()) {
            container.start();
        }
        var yaml = SERVER.matcher(container.getKubeConfigYaml()).replaceFirst("https://" + address(K3S_API));
        this.config = Config.fromKubeconfig(yaml);
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.kubeConfig = written(yaml);
    }

    /** Whether a Docker engine answers. */
    public static boolean available() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** The cluster, started by the first caller; Testcontainers removes it when the JVM ends. */
    public static Cluster shared() {
        return Shared.CLUSTER;
    }

    /** A separate cluster, for tests whose cluster-wide objects would affect others; the caller closes it. */
    public static Cluster start() {
        return new Cluster(container());
    }

    /**
     * A separate cluster whose API server has these admission plugins in addition to the usual ones; the caller closes
     * it.
     */
    public static Cluster admitting(String... plugins) {
        var container = container();
        argument(container, "enable-admission-plugins=NodeRestriction," + String.join(",", plugins));
        return new Cluster(container);
    }

    private static void argument(K3sContainer container, String ofTheApiServer) {
        argument(container, "kube-apiserver", ofTheApiServer);
    }

    private static void argument(K3sContainer container, String part, String argument) {
        var command = new ArrayList<>(List.of(container.getCommandParts()));
        command.add("--" + part + "-arg=" + argument);
        container.setCommandParts(command.toArray(String[]::new));
    }

    /** Whether its Kubernetes has PodCertificateRequests, which the API server and the kubelet then serve: since 1.35. */
    public static boolean hasPodCertificates() {
        var version = Pattern.compile(":v1\\.(\\d+)\\.").matcher(image());
        return !version.find() || Integer.parseInt(version.group(1)) >= FIRST_WITH_POD_CERTIFICATES;
    }

    private static String image() {
        return Objects.requireNonNullElse(System.getenv("K3S_IMAGE"), DEFAULT_IMAGE);
    }

    /** The lines of the audit log, one JSON object (audit.k8s.io/v1 Event) each: what {@code audit-policy.yaml} has written, since the start. */
    public List<String> auditLog() {
        return run("cat", AUDIT_LOG).lines().toList();
    }

    /**
     * Like a power failure: every process of the node ends at once, the memory is lost, and everything restarts by
     * itself. Docker then maps other ports, so this object is closed and returns its successor. Call
     * {@link #awaitApiServer} on the successor: its API server does not answer yet.
     */
    public Cluster restart() {
        client.close();
        var docker = container.getDockerClient();
        docker.killContainerCmd(container.getContainerId()).exec();
        docker.startContainerCmd(container.getContainerId()).exec();
        return new Cluster(container);
    }

    public void awaitApiServer() {
        await("the API server answers")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !client.nodes().list().getItems().isEmpty());
    }

    @Override
    public void close() {
        client.close();
        container.stop();
    }

    /** A client with cluster-admin's rights. */
    public KubernetesClient client() {
        return client;
    }

    /** A client that impersonates this user, with only the rights that RBAC grants; the caller closes it. */
    public KubernetesClient as(String user, String... groups) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withImpersonateUsername(user)
                        .withImpersonateGroups(groups)
                        .build())
                .build();
    }

    /** A client with only this bearer token, which impersonates a user if one is named; the caller closes it. */
    public KubernetesClient bearing(String token, String... impersonated) {
        ConfigBuilder bearer = stranger().withOauthToken(token);
        for (String user : impersonated) {
            bearer.withImpersonateUsername(user);
        }
        return new KubernetesClientBuilder().withConfig(bearer.build()).build();
    }

    /** A client with only the certificate of the node's kubelet; the caller closes it. */
    public KubernetesClient kubelet() {
        String key = ofKubelet("key");
        return new KubernetesClientBuilder()
                .withConfig(stranger()
                        .withClientCertData(base64(ofKubelet("crt")))
                        .withClientKeyData(base64(key))
                        .withClientKeyAlgo(key.contains("EC PRIVATE KEY") ? "EC" : "RSA")
                        .build())
                .build();
    }

    private String ofKubelet(String ending) {
        return run(
                "sh",
                "-c",
                KUBELET.stream().map(file -> "cat " + file + "." + ending).collect(Collectors.joining(" || ")));
    }

    private ConfigBuilder stranger() {
        return new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl(config.getMasterUrl())
                .withCaCertData(config.getCaCertData());
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    /** Cluster-admin's kubeconfig with an address that works from outside the container, as a file: what Helm and kubectl read. */
    public Path kubeConfig() {
        return kubeConfig;
    }

    /**
     * The address of a NodePort Service from outside: {@code host:port}. Only the ports of {@link NodePorts} are open.
     */
    public String address(int nodePort) {
        // Looked up each time: Testcontainers remembers the first ports.
        var mapped = container
                .getCurrentContainerInfo()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(nodePort));
        return container.getHost() + ":" + mapped[0].getHostPortSpec();
    }

    /**
     * Loads the images of a {@code docker save} archive onto the node; pods need {@code imagePullPolicy: IfNotPresent}
     * or {@code Never}.
     */
    public void load(Path archive) {
        var inside = "/tmp/" + archive.getFileName();
        container.copyFileToContainer(MountableFile.forHostPath(archive), inside);
        run("ctr", "images", "import", inside);
        run("rm", inside);
    }

    /** Copies a file of this machine to the node, with its permissions. */
    public void copy(Path file, String inside) {
        container.copyFileToContainer(MountableFile.forHostPath(file), inside);
    }

    /**
     * The API server answers no request from now on, while its connections stay open, because its process is stopped.
     * In K3s this process is also the kubelet. Pods continue to run.
     */
    public void stopApiServer() {
        signalApiServer("STOP");
    }

    public void continueApiServer() {
        signalApiServer("CONT");
    }

    private void signalApiServer(String signal) {
        var ids = run("sh", "-c", "grep -lx kube-apiserver /proc/[0-9]*/comm | cut -d/ -f3 || true")
                .lines()
                .toList();
        if (ids.isEmpty()) {
            // The container's first process, which only the engine can stop.
            container
                    .getDockerClient()
                    .killContainerCmd(container.getContainerId())
                    .withSignal(signal)
                    .exec();
        } else {
            run("kill", "-" + signal, ids.getFirst());
        }
    }

    /** Runs a command on the node and returns its output. */
    public String run(String... command) {
        try {
            ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("`%s` failed: %s%s"
                        .formatted(String.join(" ", command), result.getStdout(), result.getStderr()));
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path written(String yaml) {
        try {
            // A temporary file is readable by its owner only.
            var file = Files.createTempFile("kubeconfig", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static K3sContainer container() {
        var container = new K3sContainer(DockerImageName.parse(image()).asCompatibleSubstituteFor("rancher/k3s"));
        // Two clusters may start at the same time.
        container.withStartupTimeout(PATIENCE);
        container.addExposedPorts(NodePorts.EMULATOR, NodePorts.ISSUER, NodePorts.PROMETHEUS);
        container.withExtraHost(THIS_MACHINE, "host-gateway");
        container.withCopyToContainer(MountableFile.forClasspathResource("audit-policy.yaml"), AUDIT_POLICY);
        argument(container, "audit-policy-file=" + AUDIT_POLICY);
        argument(container, "audit-log-path=" + AUDIT_LOG);
        // In one file, so that nothing is lost.
        argument(container, "audit-log-maxsize=1000");
        if (hasPodCertificates()) {
            List.of("kube-apiserver", "kube-controller-manager", "kubelet")
                    .forEach(part -> argument(container, part, "feature-gates=PodCertificateRequest=true"));
            argument(container, "runtime-config=certificates.k8s.io/v1beta1/podcertificaterequests=true");
        }
        container.withCreateContainerCmdModifier(command -> command.withEntrypoint("sh", "-c", START, "k3s"));
        if (Boolean.parseBoolean(System.getenv("K3S_UNPRIVILEGED"))) {
            container.withPrivilegedMode(false).withCreateContainerCmdModifier(Cluster::unprivileged);
        }
        return container;
    }

    private static void unprivileged(CreateContainerCmd command) {
        Objects.requireNonNull(command.getHostConfig())
                .withCapAdd(Capability.ALL)
                .withCapDrop(Capability.SYS_RESOURCE)
                .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"));
    }

    // The class loader starts it lazily, so a run without tests of the cluster starts none.
    private static final class Shared {
        private static final Cluster CLUSTER = new Cluster(container());
    }
}
