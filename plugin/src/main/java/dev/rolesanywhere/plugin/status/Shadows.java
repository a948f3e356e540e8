package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Shadowing;
import dev.rolesanywhere.crds.contract.Shadowing.Certainty;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Variables that override the pod's credentials, as far as the pod's own spec shows them. */
final class Shadows {
    private static final String NAME = "variables that override the pod's credentials";
    private static final Set<String> OURS = Set.of(Sidecar.CONTAINER, NodeAgent.WAIT_CONTAINER);
    private static final Set<String> DIRECTORIES = Set.of(Sidecar.CREDENTIALS_DIRECTORY, NodeAgent.TOKEN_DIRECTORY);

    private Shadows() {}

    /** @param profiles profiles from the pod's bindings */
    static Fact of(Pod pod, Set<String> profiles) {
        List<String> certain = variables(pod, profiles, Certainty.Certain);
        if (!certain.isEmpty()) {
            return Fact.bad(
                    NAME,
                    String.join(", ", certain),
                    "Remove the variables, or list the container in rolesanywhere.dev/skip-containers if the override is intended.",
                    Pages.reason("CredentialsShadowed"));
        }
        List<String> possible = Stream.concat(
                        variables(pod, profiles, Certainty.Possible).stream(),
                        clients(pod)
                                .filter(container -> !container.getEnvFrom().isEmpty())
                                .map(container -> "container %s uses envFrom".formatted(container.getName())))
                .toList();
        return possible.isEmpty()
                ? Fact.good(NAME, "none in the pod's spec")
                : Fact.unknown(
                        NAME,
                        "perhaps: " + String.join(", ", possible),
                        "This depends on their content. Run 'env | grep ^AWS_' in the container, or 'kubectl rolesanywhere scan'.");
    }

    private static List<String> variables(Pod pod, Set<String> profiles, Certainty certainty) {
        return clients(pod)
                .flatMap(container -> container.getEnv().stream()
                        .filter(variable -> isPreferred(variable, profiles) && certainty(variable) == certainty)
                        .map(variable -> "container %s sets %s".formatted(container.getName(), variable.getName())))
                .toList();
    }

    /** The containers that get credentials. */
    private static Stream<Container> clients(Pod pod) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .filter(container -> !OURS.contains(container.getName()))
                .filter(container -> container.getVolumeMounts().stream()
                        .anyMatch(mount -> DIRECTORIES.contains(mount.getMountPath())));
    }

    /** Our own variables name files of the sidecar's volume or one of its profiles. */
    private static boolean isPreferred(EnvVar variable, Set<String> profiles) {
        return Shadowing.BEFORE_FILES.contains(variable.getName())
                && DIRECTORIES.stream().noneMatch(directory -> value(variable).startsWith(directory + "/"))
                && !(variable.getName().endsWith("PROFILE") && profiles.contains(value(variable)));
    }

    private static Certainty certainty(EnvVar variable) {
        return Shadowing.certainty(variable.getName(), value(variable), variable.getValueFrom() != null, false);
    }

    private static String value(EnvVar variable) {
        return Objects.requireNonNullElse(variable.getValue(), "");
    }
}
