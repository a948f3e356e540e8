package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The effect of a binding on a running pod without our credentials, if the pod were recreated. Spelled like the status
 * of a dry run; rejections are spelled like the webhook's. The webhook has more reasons to reject a pod than a running
 * pod shows: 'kubectl rolesanywhere preview' shows them all.
 */
enum Prospect {
    WouldInject,
    /** The pod would have the credentials, but its AWS clients would use others. */
    WouldInjectShadowed,
    WindowsPod,
    NameTaken;

    private static final Set<String> OUR_VOLUMES =
            Set.of(Sidecar.CREDENTIALS_VOLUME, Sidecar.ISSUER_TOKEN_VOLUME, NodeAgent.TOKEN_VOLUME);
    private static final Set<String> OUR_CONTAINERS = Set.of(Sidecar.CONTAINER, NodeAgent.WAIT_CONTAINER);
    private static final Set<String> OUR_DIRECTORIES = Set.of(Sidecar.CREDENTIALS_DIRECTORY, NodeAgent.TOKEN_DIRECTORY);

    /** @param profiles of its ServiceAccount's bindings */
    static Prospect of(Pod pod, Set<String> profiles) {
        if (isOnWindows(pod)) {
            return WindowsPod;
        }
        if (takesOurNames(pod)) {
            return NameTaken;
        }
        return Shadows.wouldBe(pod, profiles) ? WouldInjectShadowed : WouldInject;
    }

    boolean isInjection() {
        return this == WouldInject || this == WouldInjectShadowed;
    }

    private static boolean isOnWindows(Pod pod) {
        return (pod.getSpec().getOs() != null
                        && "windows".equals(pod.getSpec().getOs().getName()))
                || (pod.getSpec().getNodeSelector() != null
                        && "windows".equals(pod.getSpec().getNodeSelector().get("kubernetes.io/os")));
    }

    private static boolean takesOurNames(Pod pod) {
        return pod.getSpec().getContainers().stream()
                        .anyMatch(container -> OUR_CONTAINERS.contains(container.getName()))
                || pod.getSpec().getInitContainers().stream()
                        .anyMatch(container -> container.getName().equals(NodeAgent.WAIT_CONTAINER))
                || Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                        .flatMap(container -> container.getVolumeMounts().stream())
                        .anyMatch(mount -> OUR_VOLUMES.contains(mount.getName())
                                || OUR_DIRECTORIES.contains(mount.getMountPath()));
    }
}
