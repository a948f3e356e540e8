package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.contract.Shadowing;
import dev.rolesanywhere.crds.contract.Sidecar;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Variables that AWS clients prefer to what a container is given. Values from elsewhere (envFrom) are not seen. */
final class Shadows {
    private static final String FULL_URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private Shadows() {}

    /** Names without values, of containers that are given credentials. */
    static List<String> in(Pod pod, Set<String> profiles) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .filter(container -> !container.getName().equals(Sidecar.CONTAINER))
                .filter(Shadows::isGivenCredentials)
                .flatMap(container -> in(container, profiles))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isGivenCredentials(Container container) {
        return container.getVolumeMounts().stream()
                .anyMatch(mount -> Sidecar.CREDENTIALS_DIRECTORY.equals(mount.getMountPath()));
    }

    private static Stream<String> in(Container container, Set<String> profiles) {
        boolean usesEndpoint = container.getEnv().stream()
                .anyMatch(variable -> variable.getName().equals(FULL_URI));
        return container.getEnv().stream()
                .filter(variable -> !value(variable).startsWith(Sidecar.CREDENTIALS_DIRECTORY + "/"))
                .filter(variable -> !(variable.getName().endsWith("PROFILE") && profiles.contains(value(variable))))
                .filter(Shadows::isCertain)
                .map(EnvVar::getName)
                .filter(name -> Shadowing.BEFORE_FILES.contains(name)
                        || (usesEndpoint && Shadowing.BEFORE_ENDPOINT.contains(name)));
    }

    /** What is only possible is said at admission: the status does not call pods unserved that may well have their credentials. */
    private static boolean isCertain(EnvVar variable) {
        EnvVarSource source = variable.getValueFrom();
        boolean optional = source != null
                && ((source.getSecretKeyRef() != null
                                && Boolean.TRUE.equals(source.getSecretKeyRef().getOptional()))
                        || (source.getConfigMapKeyRef() != null
                                && Boolean.TRUE.equals(
                                        source.getConfigMapKeyRef().getOptional())));
        return Shadowing.certainty(variable.getName(), value(variable), source != null, optional)
                == Shadowing.Certainty.Certain;
    }

    private static String value(EnvVar variable) {
        return Objects.requireNonNullElse(variable.getValue(), "");
    }
}
