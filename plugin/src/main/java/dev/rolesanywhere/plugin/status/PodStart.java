package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
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

    /** What the sidecar's own start waits for, as far as the pod's status and its Events show it. */
    static Optional<Fact> beforeTheSidecar(PodView view) {
        return view.isServed() || view.isWaiting()
                ? Optional.empty()
                : node(view).or(() -> container(view)).or(() -> lastWarning(view));
    }

    /** The first of the other containers that does not run although the pod has credentials. */
    static Optional<Fact> afterTheSidecar(PodView view) {
        if (view.isInjected() && !view.isServed()) {
            return Optional.empty();
        }
        return statuses(view)
                .filter(status -> !status.getName().equals(Sidecar.CONTAINER))
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
                        "none takes the pod: " + message,
                        "Correct requests, node selectors or tolerations, or add nodes.",
                        Pages.reason("PodNotScheduled")));
    }

    /** The kubelet starts init containers one after the other. */
    private static Optional<Fact> container(PodView view) {
        List<String> before = view.pod().getSpec().getInitContainers().stream()
                .map(Container::getName)
                .takeWhile(name -> !name.equals(Sidecar.CONTAINER))
                .toList();
        return statuses(view)
                .filter(status -> before.contains(status.getName()))
                .flatMap(status -> ContainerTrouble.of(view.pod(), status)
                        .map(trouble -> trouble.about("init container " + status.getName()))
                        .or(() -> running(view, status))
                        .stream())
                .findFirst();
    }

    /** One that must end before the next one starts; a sidecar need only have started. */
    private static Optional<Fact> running(PodView view, ContainerStatus status) {
        boolean past = Boolean.TRUE.equals(status.getStarted()) && isSidecar(view, status);
        return Optional.ofNullable(status.getState())
                .filter(state -> !past)
                .map(ContainerState::getRunning)
                .map(running -> Fact.bad(
                        "init container " + status.getName(),
                        "has run since %s, and the sidecar starts after it".formatted(running.getStartedAt()),
                        "kubectl logs %s -n %s -c %s says what it waits for."
                                .formatted(view.name(), view.namespace(), status.getName()),
                        Pages.reason("InitTooLong")));
    }

    private static boolean isSidecar(PodView view, ContainerStatus status) {
        return view.pod().getSpec().getInitContainers().stream()
                .anyMatch(container ->
                        container.getName().equals(status.getName()) && "Always".equals(container.getRestartPolicy()));
    }

    /** Volumes and the pod's network are in no status, only in Events of the kubelet. */
    private static Optional<Fact> lastWarning(PodView view) {
        boolean begun = view.sidecar()
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
                                "Create what it names, or correct what refers to it.",
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
