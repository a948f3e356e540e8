package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.naming.ObjectName;
import dev.rolesanywhere.operator.timing.IssuingTimes;
import dev.rolesanywhere.pki.issuance.LivePod;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One GET per call; none for a name that Kubernetes does not allow. */
@Singleton
class KubernetesLivePods implements LivePods {
    private final KubernetesClient client;
    private final IssuingTimes times;

    KubernetesLivePods(KubernetesClient client, IssuingTimes times) {
        this.client = client;
        this.times = times;
    }

    @Override
    public Optional<Found> find(String namespace, String name) {
        if (!ObjectName.LABEL.allows(namespace) || !ObjectName.SUBDOMAIN.allows(name)) {
            return Optional.empty();
        }
        return times.time(IssuingTimes.Step.Pod, () -> Optional.ofNullable(
                        client.pods().inNamespace(namespace).withName(name).get())
                .map(KubernetesLivePods::found));
    }

    static Found found(Pod pod) {
        String asked = pod.getMetadata().getAnnotations() == null
                ? null
                : pod.getMetadata().getAnnotations().get(Annotations.ROLE);
        LivePod facts = new LivePod(
                pod.getMetadata().getUid(),
                Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default"),
                pod.getStatus() == null
                        ? "Unknown"
                        : Objects.requireNonNullElse(pod.getStatus().getPhase(), "Unknown"),
                time(pod.getMetadata().getDeletionTimestamp()),
                pod.getSpec().getNodeName());
        return new Found(facts, asked, started(pod), restarts(pod));
    }

    private static boolean started(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getInitContainerStatuses().stream().anyMatch(KubernetesLivePods::started);
    }

    /** The sidecar runs, or the container that waits for the node's agent has ended. */
    private static boolean started(ContainerStatus status) {
        boolean sidecar = status.getName().equals(Sidecar.CONTAINER) && Boolean.TRUE.equals(status.getStarted());
        boolean waited = status.getName().equals(NodeAgent.WAIT_CONTAINER) && Boolean.TRUE.equals(status.getReady());
        return sidecar || waited;
    }

    private static int restarts(Pod pod) {
        return pod.getStatus() == null
                ? 0
                : pod.getStatus().getInitContainerStatuses().stream()
                        .filter(status -> status.getName().equals(Sidecar.CONTAINER))
                        .findFirst()
                        .map(KubernetesLivePods::restarts)
                        .orElseGet(() -> restartsOfContainers(pod));
    }

    /**
     * The key of a pod without a sidecar is in its node's memory. A restart of the node also restarts the pod's
     * containers.
     */
    private static int restartsOfContainers(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .mapToInt(KubernetesLivePods::restarts)
                .max()
                .orElse(0);
    }

    private static int restarts(ContainerStatus status) {
        return Objects.requireNonNullElse(status.getRestartCount(), 0);
    }

    /** {@code deletionTimestamp} is already the end of the grace period. */
    private static @Nullable Instant time(@Nullable String rfc3339) {
        return rfc3339 == null ? null : OffsetDateTime.parse(rfc3339).toInstant();
    }
}
