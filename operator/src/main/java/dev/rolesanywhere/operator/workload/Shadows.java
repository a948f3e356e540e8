package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Shadowing;
import dev.rolesanywhere.crds.contract.Sidecar;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Variables that override the injected credentials of a container. Values from envFrom are not visible. */
final class Shadows {
    private static final String FULL_URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private static final int MOST = 3;
    private static final Set<String> OURS = Set.of(Sidecar.CONTAINER, NodeAgent.WAIT_CONTAINER);
    private static final Set<String> DIRECTORIES = Set.of(Sidecar.CREDENTIALS_DIRECTORY, NodeAgent.TOKEN_DIRECTORY);

    private Shadows() {}

    /** Names, without values, of variables in containers with injected credentials. */
    static List<String> in(Pod pod, Set<String> profiles) {
        return clients(pod)
                .flatMap(container -> preferred(container, profiles).filter(Shadows::isCertain))
                .map(EnvVar::getName)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether a pod without a sidecar has variables that would override the injected credentials. */
    static boolean wouldBe(Pod pod, Set<String> profiles) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .flatMap(container -> preferred(container, profiles, true))
                .anyMatch(Shadows::isCertain);
    }

    /** The containers with injected credentials. */
    static Stream<Container> clients(Pod pod) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .filter(container -> !OURS.contains(container.getName()))
                .filter(Shadows::isGivenCredentials);
    }

    /**
     * For messages: at most three places that may contain keys or a profile. The content of most of these places is not
     * visible.
     */
    static List<String> otherwise(Pod pod, Set<String> profiles) {
        return clients(pod)
                .flatMap(container -> Stream.of(
                                preferred(container, profiles).map(EnvVar::getName),
                                container.getEnvFrom().stream().map(source -> "envFrom"),
                                container.getVolumeMounts().stream()
                                        .map(VolumeMount::getMountPath)
                                        .filter(path ->
                                                List.of(path.split("/", -1)).contains(".aws")))
                        .flatMap(found -> found)
                        .map(found -> found + " in container " + container.getName()))
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static boolean isGivenCredentials(Container container) {
        return container.getVolumeMounts().stream().anyMatch(mount -> DIRECTORIES.contains(mount.getMountPath()));
    }

    private static Stream<EnvVar> preferred(Container container, Set<String> profiles) {
        return preferred(container, profiles, container.getEnv().stream().anyMatch(variable -> variable.getName()
                .equals(FULL_URI)));
    }

    private static Stream<EnvVar> preferred(Container container, Set<String> profiles, boolean usesEndpoint) {
        return container.getEnv().stream()
                .filter(variable -> DIRECTORIES.stream()
                        .noneMatch(directory -> value(variable).startsWith(directory + "/")))
                .filter(variable -> !(variable.getName().endsWith("PROFILE") && profiles.contains(value(variable))))
                .filter(variable -> certainty(variable) != Shadowing.Certainty.None)
                .filter(variable -> Shadowing.BEFORE_FILES.contains(variable.getName())
                        || (usesEndpoint && Shadowing.BEFORE_ENDPOINT.contains(variable.getName())));
    }

    /**
     * Admission warns about uncertain variables. The status does not report them, because these pods may have
     * credentials.
     */
    private static boolean isCertain(EnvVar variable) {
        return certainty(variable) == Shadowing.Certainty.Certain;
    }

    private static Shadowing.Certainty certainty(EnvVar variable) {
        EnvVarSource source = variable.getValueFrom();
        boolean optional = source != null
                && ((source.getSecretKeyRef() != null
                                && Boolean.TRUE.equals(source.getSecretKeyRef().getOptional()))
                        || (source.getConfigMapKeyRef() != null
                                && Boolean.TRUE.equals(
                                        source.getConfigMapKeyRef().getOptional())));
        return Shadowing.certainty(variable.getName(), value(variable), source != null, optional);
    }

    private static String value(EnvVar variable) {
        return Objects.requireNonNullElse(variable.getValue(), "");
    }
}
