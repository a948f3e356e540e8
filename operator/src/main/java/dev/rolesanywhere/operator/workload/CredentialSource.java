package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.Optional;

/** What provides a pod's credentials, according to the pod's immutable spec. */
sealed interface CredentialSource {
    /** The container whose log shows how the pod gets its credentials; empty if the pod has none. */
    Optional<String> container();

    /** Where the log is, for messages. */
    String log();

    record OfSidecar() implements CredentialSource {
        @Override
        public Optional<String> container() {
            return Optional.of(Sidecar.CONTAINER);
        }

        @Override
        public String log() {
            return "container " + Sidecar.CONTAINER;
        }
    }

    /**
     * The agent of the pod's node.
     *
     * @param waits whether a container of the pod waits for the first credentials
     * @param node empty until the pod is scheduled
     */
    record OfNodeAgent(boolean waits, String node) implements CredentialSource {
        @Override
        public Optional<String> container() {
            return waits ? Optional.of(NodeAgent.WAIT_CONTAINER) : Optional.empty();
        }

        @Override
        public String log() {
            return "the agent of node " + node;
        }
    }

    /** Empty for a pod without injected credentials. */
    static Optional<CredentialSource> of(Pod pod) {
        if (hasInitContainer(pod, Sidecar.CONTAINER)) {
            return Optional.of(new OfSidecar());
        }
        boolean holdsToken = pod.getSpec().getVolumes().stream()
                .anyMatch(volume -> volume.getName().equals(NodeAgent.TOKEN_VOLUME));
        return holdsToken
                ? Optional.of(new OfNodeAgent(
                        hasInitContainer(pod, NodeAgent.WAIT_CONTAINER),
                        Objects.requireNonNullElse(pod.getSpec().getNodeName(), "")))
                : Optional.empty();
    }

    private static boolean hasInitContainer(Pod pod, String name) {
        return pod.getSpec().getInitContainers().stream()
                .anyMatch(container -> container.getName().equals(name));
    }
}
