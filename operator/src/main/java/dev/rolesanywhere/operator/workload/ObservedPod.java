package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.operator.caller.PodReference;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a pod that a look has found; the Pod itself is not.
 *
 * @param sidecar absent if it runs without
 * @param shadowing variables by which its containers keep away from the credentials that they are given
 * @param clients how its containers come to credentials, as far as the pod shows it
 * @param obstacle what keeps its sidecar from starting; absent where nothing does
 * @param version the one that injected it; absent where the pod does not say it
 * @param prospect what would become of it if it were made again; absent where it has a sidecar
 */
record ObservedPod(
        PodReference pod,
        Instant createdAt,
        @Nullable Running sidecar,
        List<String> shadowing,
        Clients clients,
        @Nullable Obstacle obstacle,
        @Nullable String version,
        @Nullable Prospect prospect) {

    /** A pod with a sidecar, or one of which nothing else is known. */
    ObservedPod(
            PodReference pod,
            Instant createdAt,
            @Nullable Running sidecar,
            List<String> shadowing,
            Clients clients,
            @Nullable Obstacle obstacle,
            @Nullable String version) {
        this(pod, createdAt, sidecar, shadowing, clients, obstacle, version, null);
    }

    /**
     * @param seen whether the sidecar reports if any of them has asked it
     * @param run whether a container that is given credentials runs
     * @param otherwise where static keys may come from, for people
     */
    record Clients(boolean seen, boolean run, List<String> otherwise) {
        static final Clients UNKNOWN = new Clients(false, false, List.of());

        Clients {
            otherwise = List.copyOf(otherwise);
        }
    }

    /**
     * @param since when it was started last; absent while it has not been
     * @param started whether it has passed its startup probe
     */
    record Running(@Nullable Instant since, boolean started, int restarts) {}

    ObservedPod {
        shadowing = List.copyOf(shadowing);
    }

    /** Without a version. */
    ObservedPod(
            PodReference pod,
            Instant createdAt,
            @Nullable Running sidecar,
            List<String> shadowing,
            Clients clients,
            @Nullable Obstacle obstacle) {
        this(pod, createdAt, sidecar, shadowing, clients, obstacle, null);
    }

    /**
     * Empty for a pod that needs no credentials: one that is ending, or that wants none.
     *
     * @param optedOut whether its ServiceAccount wants none
     * @param profiles those that its ServiceAccount's bindings give
     */
    static Optional<ObservedPod> of(Pod pod, boolean optedOut, Set<String> profiles) {
        boolean injected = isInjected(pod);
        boolean wantsNone = optedOut || isOff(pod.getMetadata().getAnnotations());
        if (pod.getMetadata().getDeletionTimestamp() != null || (wantsNone && !injected)) {
            return Optional.empty();
        }
        String uid = pod.getMetadata().getUid();
        PodReference reference = new PodReference(
                pod.getMetadata().getNamespace(), pod.getMetadata().getName(), uid, account(pod));
        Instant createdAt = Objects.requireNonNullElse(time(pod.getMetadata().getCreationTimestamp()), Instant.EPOCH);
        return Optional.of(new ObservedPod(
                reference,
                createdAt,
                injected ? running(pod) : null,
                injected ? Shadows.in(pod, profiles) : List.of(),
                injected ? clients(pod, profiles) : Clients.UNKNOWN,
                injected ? Obstacles.of(pod, createdAt).orElse(null) : null,
                injected ? version(pod) : null,
                injected ? null : Prospect.of(pod, profiles)));
    }

    /** This as it follows on what the look before found of the pod. */
    ObservedPod after(@Nullable ObservedPod before) {
        return obstacle == null || before == null || before.obstacle() == null
                ? this
                : with(obstacle.after(before.obstacle()));
    }

    ObservedPod with(@Nullable Obstacle other) {
        return new ObservedPod(pod, createdAt, sidecar, shadowing, clients, other, version, prospect);
    }

    static boolean isInjected(Pod pod) {
        return pod.getSpec().getInitContainers().stream()
                .anyMatch(container -> container.getName().equals(Sidecar.CONTAINER));
    }

    static boolean isOff(@Nullable Map<String, String> annotations) {
        return annotations != null && "false".equals(annotations.get(Annotations.INJECT));
    }

    private static @Nullable String version(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(Annotations.INJECTED);
    }

    static String account(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default");
    }

    static boolean hasFinished(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getPhase() != null
                && Set.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
    }

    private static Clients clients(Pod pod, Set<String> profiles) {
        boolean readsFiles = pod.getSpec().getInitContainers().stream()
                .filter(container -> container.getName().equals(Sidecar.CONTAINER))
                .flatMap(container -> container.getEnv().stream())
                .anyMatch(variable -> variable.getName().equals(Sidecar.ENV_FILES));
        Set<String> clients =
                Shadows.clients(pod).map(container -> container.getName()).collect(Collectors.toSet());
        boolean run = Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getContainerStatuses().stream())
                .anyMatch(status -> clients.contains(status.getName())
                        && status.getState() != null
                        && status.getState().getRunning() != null);
        return new Clients(!readsFiles, run, Shadows.otherwise(pod, profiles));
    }

    private static Running running(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getInitContainerStatuses().stream())
                .filter(status -> status.getName().equals(Sidecar.CONTAINER))
                .findFirst()
                .map(ObservedPod::running)
                .orElse(new Running(null, false, 0));
    }

    private static Running running(ContainerStatus status) {
        boolean runs = status.getState() != null && status.getState().getRunning() != null;
        return new Running(
                runs ? time(status.getState().getRunning().getStartedAt()) : null,
                Boolean.TRUE.equals(status.getStarted()),
                Objects.requireNonNullElse(status.getRestartCount(), 0));
    }

    static @Nullable Instant time(@Nullable String rfc3339) {
        return rfc3339 == null ? null : OffsetDateTime.parse(rfc3339).toInstant();
    }
}
