package dev.rolesanywhere.e2e.scenario;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.Optional;

/** A namespace of a scenario's own, and the pods that a user would write in it: nothing in them knows of this project. */
public final class Workload {

    /** The pause between two requests to the node, because each request takes time from the pods. */
    private static final Duration LOOK = Duration.ofMillis(400);

    private final Installation installation;
    private final KubernetesClient client;
    private final String namespace;

    private Workload(Installation installation, String namespace) {
        this.installation = installation;
        this.client = installation.client();
        this.namespace = namespace;
    }

    public static Workload namespace(String namespace) {
        return namespace(Installation.get(), namespace);
    }

    public static Workload namespace(Installation installation, String namespace) {
        Manifests.apply(installation.client(), "namespace.yaml", "NAMESPACE", namespace);
        return new Workload(installation, namespace);
    }

    /** An existing namespace. */
    public static Workload of(String namespace) {
        return new Workload(Installation.get(), namespace);
    }

    public String namespace() {
        return namespace;
    }

    /**
     * Creates an AWSRole with this name, the IAM role with its printed trust policy, and the binding to {@code app}.
     */
    public Workload bind(String role) {
        allow(role);
        Manifests.apply(client, "binding.yaml", "ROLE", role, "NAMESPACE", namespace);
        return this;
    }

    /** Pods on the node's network are against every Pod Security Standard but {@code privileged}. */
    Workload allowPrivileged() {
        client.namespaces().withName(namespace).edit(labelled -> {
            labelled.getMetadata().getLabels().remove("pod-security.kubernetes.io/enforce");
            return labelled;
        });
        return this;
    }

    /** The same of another trust anchor than the default. */
    public Workload bindOf(String role, String anchor) {
        allow(role, anchor);
        Manifests.apply(client, "binding.yaml", "ROLE", role, "NAMESPACE", namespace);
        return this;
    }

    /** The same as {@link #bind} without the binding. */
    public Workload allow(String role) {
        return allow(role, "default");
    }

    private Workload allow(String role, String anchor) {
        Manifests.apply(client, "role.yaml", "ROLE", role, "ANCHOR", anchor);
        var printed = await("trust policy of " + role)
                .atMost(Cluster.PATIENCE)
                .until(
                        () -> Optional.ofNullable(client.resources(AWSRole.class)
                                        .withName(role)
                                        .require()
                                        .getStatus())
                                .map(AWSRoleStatus::trustPolicy),
                        Optional::isPresent);
        installation.emulator().createRole(role, printed.orElseThrow());
        return this;
    }

    /** The containers are restricted-clean, as a careful user's are. */
    public static ContainerBuilder container(String name, String image, String... args) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(image)
                .withImagePullPolicy("Never")
                .withArgs(args)
                .addNewEnv()
                .withName("AWS_ENDPOINT_URL_STS")
                .withValue(Emulator.URL)
                .endEnv()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext();
    }

    public PodBuilder pod(String name, Container... containers) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName("app")
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(2L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(containers)
                .endSpec();
    }

    public Pod create(PodBuilder pod) {
        return client.resource(pod.build()).create();
    }

    public PodResource resource(String pod) {
        return client.pods().inNamespace(namespace).withName(pod);
    }

    public Pod get(String pod) {
        return resource(pod).require();
    }

    /** Ends all pods here immediately, because a running pod takes CPU from the next scenarios. */
    public void end() {
        client.apps().deployments().inNamespace(namespace).delete();
        client.pods().inNamespace(namespace).withGracePeriod(0).delete();
    }

    public String log(String pod, String container) {
        return resource(pod).inContainer(container).getLog();
    }

    public void awaitLog(String pod, String container, String text) {
        awaitLog(Cluster.PATIENCE, pod, container, text);
    }

    void awaitLog(Duration patience, String pod, String container, String text) {
        await("log of " + pod + "/" + container + " says " + text)
                .atMost(patience)
                .pollInterval(LOOK)
                .ignoreExceptions()
                .until(() -> log(pod, container).contains(text));
    }

    public void awaitPhase(String pod, String phase) {
        await("pod " + pod + " is " + phase)
                .atMost(Cluster.PATIENCE)
                .pollInterval(LOOK)
                .until(() -> phase.equals(get(pod).getStatus().getPhase()));
    }

    /** SIGKILL from outside, as the kernel does when memory is short. */
    public void killSidecar(String pod) {
        String id = sidecar(get(pod)).getContainerID().replace("containerd://", "");
        installation.cluster().run("ctr", "tasks", "kill", "--signal", "SIGKILL", id);
    }

    public static boolean injected(Pod pod) {
        return pod.getSpec().getInitContainers().stream()
                .anyMatch(container -> container.getName().equals(Sidecar.CONTAINER));
    }

    public static ContainerStatus sidecar(Pod pod) {
        return pod.getStatus().getInitContainerStatuses().stream()
                .filter(status -> status.getName().equals(Sidecar.CONTAINER))
                .findFirst()
                .orElseThrow();
    }
}
