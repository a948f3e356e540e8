package dev.rolesanywhere.e2e.scenario;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
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
final class Workload {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KubernetesClient client;
    private final String namespace;

    private Workload(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    static Workload namespace(String namespace) {
        KubernetesClient client = Installation.get().client();
        Manifests.apply(client, "namespace.yaml", "NAMESPACE", namespace);
        return new Workload(client, namespace);
    }

    /** One that exists. */
    static Workload of(String namespace) {
        return new Workload(Installation.get().client(), namespace);
    }

    String namespace() {
        return namespace;
    }

    /** Makes an AWSRole of this name, the IAM role that its printed trust policy asks for, and the binding to {@code app}. */
    Workload bind(String role) {
        allow(role);
        Manifests.apply(client, "binding.yaml", "ROLE", role, "NAMESPACE", namespace);
        return this;
    }

    /** The same of another trust anchor than the default. */
    Workload bindOf(String role, String anchor) {
        allow(role, anchor);
        Manifests.apply(client, "binding.yaml", "ROLE", role, "NAMESPACE", namespace);
        return this;
    }

    /** The same as {@link #bind} without the binding. */
    Workload allow(String role) {
        return allow(role, "default");
    }

    private Workload allow(String role, String anchor) {
        Manifests.apply(client, "role.yaml", "ROLE", role, "ANCHOR", anchor);
        var printed = await("trust policy of " + role)
                .atMost(PATIENCE)
                .until(
                        () -> Optional.ofNullable(client.resources(AWSRole.class)
                                        .withName(role)
                                        .require()
                                        .getStatus())
                                .map(AWSRoleStatus::trustPolicy),
                        Optional::isPresent);
        Installation.get().emulator().createRole(role, printed.orElseThrow());
        return this;
    }

    /** The containers are restricted-clean, as a careful user's are. */
    static ContainerBuilder container(String name, String image, String... args) {
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

    PodBuilder pod(String name, Container... containers) {
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

    Pod create(PodBuilder pod) {
        return client.resource(pod.build()).create();
    }

    PodResource resource(String pod) {
        return client.pods().inNamespace(namespace).withName(pod);
    }

    Pod get(String pod) {
        return resource(pod).require();
    }

    String log(String pod, String container) {
        return resource(pod).inContainer(container).getLog();
    }

    void awaitLog(String pod, String container, String text) {
        await("log of " + pod + "/" + container + " says " + text)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> log(pod, container).contains(text));
    }

    void awaitPhase(String pod, String phase) {
        await("pod " + pod + " is " + phase)
                .atMost(PATIENCE)
                .until(() -> phase.equals(get(pod).getStatus().getPhase()));
    }

    /** SIGKILL from outside, as the kernel does when memory is short. */
    void killSidecar(String pod) {
        String id = sidecar(get(pod)).getContainerID().replace("containerd://", "");
        Installation.get().cluster().run("ctr", "tasks", "kill", "--signal", "SIGKILL", id);
    }

    static boolean injected(Pod pod) {
        return pod.getSpec().getInitContainers().stream()
                .anyMatch(container -> container.getName().equals(Sidecar.CONTAINER));
    }

    static ContainerStatus sidecar(Pod pod) {
        return pod.getStatus().getInitContainerStatuses().stream()
                .filter(status -> status.getName().equals(Sidecar.CONTAINER))
                .findFirst()
                .orElseThrow();
    }
}
