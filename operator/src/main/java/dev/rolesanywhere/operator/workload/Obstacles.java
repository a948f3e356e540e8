package dev.rolesanywhere.operator.workload;

import static dev.rolesanywhere.operator.workload.KubeletReasons.CRASH_LOOP_BACK_OFF;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.operator.workload.CredentialSource.OfSidecar;
import dev.rolesanywhere.operator.workload.PodHealth.State;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what prevents an injected pod's first credentials: the scheduler, or the first init container that does not
 * run, up to our container. Our container is the sidecar or the container that waits for the node's agent. Later
 * containers do not affect credentials.
 */
final class Obstacles {
    private Obstacles() {}

    static Optional<Obstacle> of(Pod pod, CredentialSource source, Instant createdAt) {
        Optional<PodCondition> scheduled = scheduled(pod);
        Instant since = scheduled
                .flatMap(condition -> Optional.ofNullable(ObservedPod.time(condition.getLastTransitionTime())))
                .orElse(createdAt);
        if (scheduled.filter(it -> !"True".equals(it.getStatus())).isPresent()) {
            return Optional.of(new Obstacle(
                    State.PodNotScheduled,
                    said(scheduled.get().getReason(), scheduled.get().getMessage()),
                    since));
        }
        List<ContainerStatus> statuses = Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getInitContainerStatuses().stream())
                .toList();
        return source.container().stream()
                .flatMap(ours -> upTo(ours, pod)
                        .map(container ->
                                new Named(container, container.getName().equals(ours), source, statuses)))
                .filter(container -> !container.isPast())
                .findFirst()
                .flatMap(container -> of(container, since));
    }

    private static Optional<PodCondition> scheduled(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> "PodScheduled".equals(condition.getType()))
                .findFirst();
    }

    private static Stream<Container> upTo(String ours, Pod pod) {
        List<Container> all = pod.getSpec().getInitContainers();
        List<String> names = all.stream().map(Container::getName).toList();
        return all.stream().limit(names.indexOf(ours) + 1L);
    }

    private static Optional<Obstacle> of(Named container, Instant since) {
        ContainerState state = container.state();
        if (state.getRunning() != null) {
            Instant started = ObservedPod.time(state.getRunning().getStartedAt());
            // Reports of the pod decide how long our container may run without credentials.
            return container.isOurs()
                    ? Optional.empty()
                    : Optional.of(new Obstacle(
                            State.InitTooLong,
                            "container %s runs".formatted(container.name()),
                            Objects.requireNonNullElse(started, since)));
        }
        if (state.getTerminated() != null) {
            // A short state: the container restarts, backs off, or the pod ends.
            return Optional.empty();
        }
        ContainerStateWaiting waiting = Objects.requireNonNullElse(state.getWaiting(), new ContainerStateWaiting());
        String reason = Objects.requireNonNullElse(waiting.getReason(), "");
        State what = KubeletReasons.waiting(reason);
        return Optional.of(
                what == State.ContainerCrashes
                        ? crash(container, container.lastTermination(), since)
                        : new Obstacle(
                                ofArchitecture(waiting.getMessage()) ? State.WrongArchitecture : what,
                                about(container, said(reason, waiting.getMessage())),
                                container.endedAt().orElse(since)));
    }

    /** Searches the program's own last output for one phrase only, and never quotes it. */
    private static Obstacle crash(Named container, @Nullable ContainerStateTerminated end, Instant since) {
        if (end == null) {
            return new Obstacle(State.ContainerCrashes, about(container, CRASH_LOOP_BACK_OFF), since);
        }
        String reason = Objects.requireNonNullElse(end.getReason(), "Error");
        String last = "%s, last end: %s, exit code %s"
                .formatted(
                        CRASH_LOOP_BACK_OFF,
                        said(reason, KubeletReasons.isOfTheRuntime(reason) ? end.getMessage() : null),
                        end.getExitCode());
        return new Obstacle(
                ofArchitecture(end.getMessage()) ? State.WrongArchitecture : State.ContainerCrashes,
                about(container, last),
                container.endedAt().orElse(since));
    }

    private static boolean ofArchitecture(@Nullable String message) {
        return message != null && KubeletReasons.tellsOfArchitecture(message);
    }

    private static String about(Named container, String said) {
        return "container %s: %s".formatted(container.name(), said);
    }

    private static String said(@Nullable String reason, @Nullable String message) {
        UntrustedText why = UntrustedText.sanitize(reason);
        UntrustedText how = UntrustedText.sanitize(message);
        return how.isEmpty() ? why.toString() : why + ", " + how;
    }

    /** An init container with its status, if the kubelet reports one. */
    private record Named(
            String name,
            boolean isNative,
            boolean isOurs,
            CredentialSource source,
            @Nullable ContainerStatus status) {
        Named(Container container, boolean isOurs, CredentialSource source, List<ContainerStatus> statuses) {
            this(
                    container.getName(),
                    "Always".equals(container.getRestartPolicy()),
                    isOurs,
                    source,
                    statuses.stream()
                            .filter(status -> container.getName().equals(status.getName()))
                            .findFirst()
                            .orElse(null));
        }

        /** Whether the container runs as long as the pod. */
        boolean isSidecar() {
            return isOurs && source instanceof OfSidecar;
        }

        ContainerState state() {
            return status == null || status.getState() == null ? new ContainerState() : status.getState();
        }

        /**
         * Whether the next init container may start, because this one has succeeded or is a native sidecar that has
         * started. The kubelet also reports "started" for other containers.
         */
        boolean isPast() {
            ContainerStateTerminated end = state().getTerminated();
            boolean endedWell = !isSidecar() && end != null && Objects.equals(end.getExitCode(), 0);
            boolean started = status != null && Boolean.TRUE.equals(status.getStarted());
            return endedWell || (isNative && started && state().getRunning() != null);
        }

        @Nullable
        ContainerStateTerminated lastTermination() {
            return status == null || status.getLastState() == null
                    ? null
                    : status.getLastState().getTerminated();
        }

        Optional<Instant> endedAt() {
            ContainerStateTerminated end = lastTermination();
            return end == null ? Optional.empty() : Optional.ofNullable(ObservedPod.time(end.getFinishedAt()));
        }
    }
}
