package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import dev.rolesanywhere.plugin.workload.CredentialSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Causes other than credentials that keep a pod from starting: nodes, volumes, and the pod's other containers. */
final class PodStart {
    private PodStart() {}

    /** Causes that delay the sidecar's start, from the pod's status and its Events. */
    static Optional<Fact> beforeTheSidecar(PodView view) {
        return view.isServed() || view.isWaiting()
                ? Optional.empty()
                : node(view).or(() -> container(view)).or(() -> lastWarning(view));
    }

    /** The first other container that does not run although the pod has credentials. */
    static Optional<Fact> afterTheSidecar(PodView view) {
        if (view.isInjected() && !view.isServed()) {
            return Optional.empty();
        }
        return statuses(view)
                .filter(status -> !status.getName().equals(view.source().container()))
                .flatMap(status ->
                        ContainerTrouble.of(view.pod(), status)
                                .map(trouble -> trouble.about("container " + status.getName()))
                                .stream())
                .findFirst();
    }

    private static Optional<Fact> node(PodView view) {
        return status(view)
                .flatMap(status -> status.getConditions().stream())
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && !"True".equals(condition.getStatus()))
                .map(PodCondition::getMessage)
                .findFirst()
                .map(message -> Fact.bad(
                        "node",
                        "no node accepts the pod: " + message,
                        "Correct the pod's requests, node selectors or tolerations, or add nodes.",
                        Pages.reason("PodNotScheduled")));
    }

    /** The kubelet starts init containers in order. */
    private static Optional<Fact> container(PodView view) {
        List<String> before = view.pod().getSpec().getInitContainers().stream()
                .map(Container::getName)
                .takeWhile(name -> !name.equals(view.source().container()))
                .toList();
        return statuses(view)
                .filter(status -> before.contains(status.getName()))
                .flatMap(status -> ContainerTrouble.of(view.pod(), status)
                        .map(trouble -> trouble.beforeTheSidecar().about("init container " + status.getName()))
                        .or(() -> running(view, status))
                        .stream())
                .findFirst();
    }

    /** A regular init container must finish before the next one starts; a sidecar must only have started. */
    private static Optional<Fact> running(PodView view, ContainerStatus status) {
        boolean past = Boolean.TRUE.equals(status.getStarted()) && isSidecar(view, status);
        return Optional.ofNullable(status.getState())
                .filter(state -> !past)
                .map(ContainerState::getRunning)
                .map(running -> Fact.bad(
                        "init container " + status.getName(),
                        "has been running since %s; %s starts after it"
                                .formatted(
                                        running.getStartedAt(),
                                        view.source() == CredentialSource.SIDECAR
                                                ? "the sidecar"
                                                : "container " + view.source().container()),
                        "kubectl logs %s -n %s -c %s shows what it waits for."
                                .formatted(view.name(), view.namespace(), status.getName()),
                        Pages.reason("InitTooLong")));
    }

    private static boolean isSidecar(PodView view, ContainerStatus status) {
        return view.pod().getSpec().getInitContainers().stream()
                .anyMatch(container ->
                        container.getName().equals(status.getName()) && "Always".equals(container.getRestartPolicy()));
    }

    /** Problems with volumes and the pod's network appear only in Events of the kubelet. */
    private static Optional<Fact> lastWarning(PodView view) {
        boolean begun = view.ours()
                .flatMap(status -> ContainerTrouble.of(view.pod(), status))
                .isPresent();
        return begun
                ? Optional.empty()
                : view.events().stream()
                        .filter(event -> "Warning".equals(event.getType()) && !Reports.isOfTheOperator(event))
                        .reduce((earlier, later) -> later)
                        .map(event -> Fact.bad(
                                "the kubelet's last Event (%s)".formatted(event.getLastTimestamp()),
                                "%s: %s".formatted(event.getReason(), event.getMessage()),
                                "The kubelet reports: %s. Create the missing object, or correct the reference."
                                        .formatted(event.getMessage()),
                                Pages.reason("ContainerCreatingTooLong")));
    }

    private static Stream<ContainerStatus> statuses(PodView view) {
        return status(view)
                .flatMap(status -> Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses()))
                .filter(Objects::nonNull)
                .flatMap(List::stream);
    }

    private static Stream<PodStatus> status(PodView view) {
        return Stream.ofNullable(view.pod().getStatus());
    }
}
