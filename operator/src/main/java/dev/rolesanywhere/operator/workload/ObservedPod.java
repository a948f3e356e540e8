package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.workload.CredentialSource.OfNodeAgent;
import dev.rolesanywhere.operator.workload.CredentialSource.OfSidecar;
import io.fabric8.kubernetes.api.model.ContainerState;
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
 * The facts that a check keeps about a pod instead of the Pod itself.
 *
 * @param running what provides its credentials; absent if nothing does
 * @param shadowing variables of its containers that override the injected credentials
 * @param clients how its containers get credentials, as far as the pod shows it
 * @param obstacle what prevents credentials before the pod starts; absent if nothing does
 * @param version of its sidecar; absent if it has no sidecar, or if the pod does not show the version
 * @param prospect the effect of recreating the pod; absent if something provides its credentials
 */
record ObservedPod(
        PodReference pod,
        Instant createdAt,
        @Nullable Running running,
        List<String> shadowing,
        Clients clients,
        @Nullable Obstacle obstacle,
        @Nullable String version,
        @Nullable Prospect prospect) {

    /** A pod with credentials, or a pod about which nothing else is known. */
    ObservedPod(
            PodReference pod,
            Instant createdAt,
            @Nullable Running running,
            List<String> shadowing,
            Clients clients,
            @Nullable Obstacle obstacle,
            @Nullable String version) {
        this(pod, createdAt, running, shadowing, clients, obstacle, version, null);
    }

    /**
     * @param seen whether the sidecar reports if any client has sent a request
     * @param run whether a container with credentials runs
     * @param otherwise where static keys may come from, for messages
     */
    record Clients(boolean seen, boolean run, List<String> otherwise) {
        static final Clients UNKNOWN = new Clients(false, false, List.of());

        Clients {
            otherwise = List.copyOf(otherwise);
        }
    }

    /**
     * @param since when the sidecar or the waiting container last started, or when the waiting container ended; absent
     *     before its start
     * @param started whether the first credentials were there: the sidecar has passed its startup probe, or the waiting
     *     container has ended
     * @param restarts that explain a new key
     */
    record Running(CredentialSource source, @Nullable Instant since, boolean started, int restarts) {
        /** Of a sidecar. */
        Running(@Nullable Instant since, boolean started, int restarts) {
            this(new CredentialSource.OfSidecar(), since, started, restarts);
        }
    }

    ObservedPod {
        shadowing = List.copyOf(shadowing);
    }

    /** Without a version. */
    ObservedPod(
            PodReference pod,
            Instant createdAt,
            @Nullable Running running,
            List<String> shadowing,
            Clients clients,
            @Nullable Obstacle obstacle) {
        this(pod, createdAt, running, shadowing, clients, obstacle, null);
    }

    /**
     * Empty for a pod that needs no credentials, because it terminates or opts out.
     *
     * @param optedOut whether its ServiceAccount opts out
     * @param profiles of its ServiceAccount's bindings
     */
    static Optional<ObservedPod> of(Pod pod, boolean optedOut, Set<String> profiles) {
        Optional<CredentialSource> source = CredentialSource.of(pod);
        boolean injected = source.isPresent();
        boolean wantsNone = optedOut || isOff(pod.getMetadata().getAnnotations());
        if (pod.getMetadata().getDeletionTimestamp() != null || (wantsNone && !injected)) {
            return Optional.empty();
        }
        String uid = pod.getMetadata().getUid();
        // Of the same texts of thousands of pods, one is in memory.
        PodReference reference = new PodReference(
                pod.getMetadata().getNamespace().intern(),
                pod.getMetadata().getName(),
                uid,
                account(pod).intern());
        Instant createdAt = Objects.requireNonNullElse(time(pod.getMetadata().getCreationTimestamp()), Instant.EPOCH);
        return Optional.of(new ObservedPod(
                reference,
                createdAt,
                source.map(it -> running(pod, it)).orElse(null),
                source.map(it -> Shadows.in(pod, profiles(it, profiles))).orElse(List.of()),
                source.map(it -> clients(pod, profiles(it, profiles))).orElse(Clients.UNKNOWN),
                source.flatMap(it -> Obstacles.of(pod, it, createdAt)).orElse(null),
                source.filter(OfSidecar.class::isInstance).isPresent() ? version(pod) : null,
                injected ? null : Prospect.of(pod, profiles)));
    }

    /**
     * The profiles that a container may choose: none if the node's agent serves the pod, because such a pod has no file
     * with profiles.
     */
    private static Set<String> profiles(CredentialSource source, Set<String> bound) {
        return switch (source) {
            case OfSidecar sidecar -> bound;
            case OfNodeAgent agent -> Set.of();
        };
    }

    /** This pod with the facts that the previous check adds. */
    ObservedPod after(@Nullable ObservedPod before) {
        return obstacle == null || before == null || before.obstacle() == null
                ? this
                : with(obstacle.after(before.obstacle()));
    }

    ObservedPod with(@Nullable Obstacle other) {
        return new ObservedPod(pod, createdAt, running, shadowing, clients, other, version, prospect);
    }

    static boolean isInjected(Pod pod) {
        return CredentialSource.of(pod).isPresent();
    }

    static boolean isOff(@Nullable Map<String, String> annotations) {
        return annotations != null && "false".equals(annotations.get(Annotations.INJECT));
    }

    private static @Nullable String version(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String version = annotations == null ? null : annotations.get(Annotations.INJECTED);
        return version == null ? null : version.intern();
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

    private static Running running(Pod pod, CredentialSource source) {
        Optional<ContainerStatus> status = Stream.ofNullable(pod.getStatus())
                .flatMap(it -> it.getInitContainerStatuses().stream())
                .filter(it -> source.container().filter(it.getName()::equals).isPresent())
                .findFirst();
        return switch (source) {
            case OfSidecar sidecar ->
                status.map(it -> new Running(sidecar, since(it), Boolean.TRUE.equals(it.getStarted()), restarts(it)))
                        .orElse(new Running(null, false, 0));
            case OfNodeAgent agent ->
                new Running(
                        agent,
                        status.map(ObservedPod::since).orElse(null),
                        status.filter(ObservedPod::hasEndedWell).isPresent(),
                        restarts(pod));
        };
    }

    private static @Nullable Instant since(ContainerStatus status) {
        ContainerState state = status.getState();
        if (state != null && state.getRunning() != null) {
            return time(state.getRunning().getStartedAt());
        }
        return hasEndedWell(status) ? time(state.getTerminated().getFinishedAt()) : null;
    }

    private static boolean hasEndedWell(ContainerStatus status) {
        return status.getState() != null
                && status.getState().getTerminated() != null
                && Objects.equals(status.getState().getTerminated().getExitCode(), 0);
    }

    /** The key is in the node's memory. A restart of the node also restarts the pod's containers. */
    private static int restarts(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getContainerStatuses().stream())
                .mapToInt(ObservedPod::restarts)
                .max()
                .orElse(0);
    }

    private static int restarts(ContainerStatus status) {
        return Objects.requireNonNullElse(status.getRestartCount(), 0);
    }

    static @Nullable Instant time(@Nullable String rfc3339) {
        return rfc3339 == null ? null : OffsetDateTime.parse(rfc3339).toInstant();
    }
}
