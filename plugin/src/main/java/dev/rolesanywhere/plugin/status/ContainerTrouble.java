package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a container does not run, according to the kubelet, and what to do.
 *
 * @param reason the section of the docs
 */
record ContainerTrouble(String finding, String todo, String reason) {
    private static final Set<String> ON_ITS_WAY = Set.of("PodInitializing", "ContainerCreating");
    /** The chart's value, by the name of the container. */
    private static final Map<String, String> OUR_IMAGES =
            Map.of(Sidecar.CONTAINER, "sidecar.image", NodeAgent.WAIT_CONTAINER, "nodeAgent.image");

    private static final Set<String> CONFIGURATION =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

    /** Empty for a container that runs, succeeded or is starting. */
    static Optional<ContainerTrouble> of(Pod pod, ContainerStatus status) {
        ContainerState state = Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
        if (state.getTerminated() != null
                && !Objects.equals(state.getTerminated().getExitCode(), 0)) {
            return Optional.of(ended(pod, status, "has ended", state.getTerminated()));
        }
        ContainerStateWaiting waiting = state.getWaiting();
        return waiting == null || waiting.getReason() == null || ON_ITS_WAY.contains(waiting.getReason())
                ? Optional.empty()
                : Optional.of(waiting(pod, status, waiting.getReason(), waiting.getMessage()));
    }

    /** For a container that runs before the sidecar: calls of AWS may be why it crashes. */
    ContainerTrouble beforeTheSidecar() {
        return reason.equals("ContainerCrashes")
                ? new ContainerTrouble(
                        finding,
                        todo + " The container runs before the sidecar, so it has no AWS credentials yet.",
                        reason)
                : this;
    }

    Fact about(String name) {
        return Fact.bad(name, finding, todo, Pages.reason(reason));
    }

    private static ContainerTrouble waiting(Pod pod, ContainerStatus status, String reason, @Nullable String message) {
        ContainerStateTerminated end =
                status.getLastState() == null ? null : status.getLastState().getTerminated();
        if (reason.equals("CrashLoopBackOff") && end != null) {
            return ended(pod, status, reason + ", last end:", end);
        }
        String finding = words(reason, message) + restarts(status);
        if (isOfArchitecture(message)) {
            return architecture(status, finding);
        }
        if (reason.contains("Image")) {
            return new ContainerTrouble(finding, image(pod, status), "ImagePullFailed");
        }
        return CONFIGURATION.contains(reason)
                ? new ContainerTrouble(
                        finding,
                        "The kubelet reports: %s. Create the Secret or ConfigMap, or correct the reference."
                                .formatted(finding),
                        "ContainerConfigError")
                : new ContainerTrouble(
                        finding, log(pod, status) + " shows why the container ends.", "ContainerCrashes");
    }

    private static ContainerTrouble ended(Pod pod, ContainerStatus status, String how, ContainerStateTerminated end) {
        String finding = "%s %s, exit code %s%s".formatted(how, end.getReason(), end.getExitCode(), restarts(status));
        return isOfArchitecture(end.getMessage())
                ? architecture(status, finding + " (exec format error)")
                : new ContainerTrouble(
                        finding, log(pod, status) + " shows why the container ends.", "ContainerCrashes");
    }

    private static ContainerTrouble architecture(ContainerStatus status, String finding) {
        return new ContainerTrouble(
                finding,
                "The image %s does not support the node's architecture. Use an image for that architecture, or set a node selector on kubernetes.io/arch."
                        .formatted(status.getImage()),
                "WrongArchitecture");
    }

    private static String image(Pod pod, ContainerStatus status) {
        String wanted = Stream.concat(
                        pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .filter(container -> container.getName().equals(status.getName()))
                .map(container -> container.getImage())
                .collect(Collectors.joining());
        String ours = OUR_IMAGES.get(status.getName());
        return ours != null
                ? "The node cannot pull the image %s. Correct the chart's image.registry or %s and recreate the pod, or create a pull secret in the pod's namespace."
                        .formatted(wanted, ours)
                : "The node cannot pull the image %s. Correct the image name, or create a pull secret in the pod's namespace."
                        .formatted(wanted);
    }

    private static String log(Pod pod, ContainerStatus status) {
        boolean again = status.getRestartCount() != null && status.getRestartCount() > 0;
        return "kubectl logs %s -n %s -c %s%s"
                .formatted(
                        pod.getMetadata().getName(),
                        pod.getMetadata().getNamespace(),
                        status.getName(),
                        again ? " --previous" : "");
    }

    static String restarts(ContainerStatus status) {
        int count = Objects.requireNonNullElse(status.getRestartCount(), 0);
        return count == 0 ? "" : ", %d %s".formatted(count, count == 1 ? "restart" : "restarts");
    }

    private static boolean isOfArchitecture(@Nullable String message) {
        return message != null && (message.contains("exec format error") || message.contains("no match for platform"));
    }

    private static String words(String reason, @Nullable String message) {
        return message == null || message.isEmpty() ? reason : reason + ": " + message;
    }
}
