package dev.rolesanywhere.plugin.workload;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import io.fabric8.kubernetes.api.model.PodSpec;

/** The component that provides a pod's credentials, according to the pod's spec. */
public enum CredentialSource {
    NOTHING(""),
    SIDECAR(Sidecar.CONTAINER),
    /** The agent of the pod's node. A container of the pod waits for the agent's first credentials. */
    AWAITED_NODE_AGENT(NodeAgent.WAIT_CONTAINER),
    NODE_AGENT("");

    private final String container;

    CredentialSource(String container) {
        this.container = container;
    }

    public static CredentialSource of(PodSpec pod) {
        if (hasInitContainer(pod, SIDECAR.container)) {
            return SIDECAR;
        }
        boolean holdsToken =
                pod.getVolumes().stream().anyMatch(volume -> NodeAgent.TOKEN_VOLUME.equals(volume.getName()));
        if (!holdsToken) {
            return NOTHING;
        }
        return hasInitContainer(pod, AWAITED_NODE_AGENT.container) ? AWAITED_NODE_AGENT : NODE_AGENT;
    }

    private static boolean hasInitContainer(PodSpec pod, String name) {
        return pod.getInitContainers().stream().anyMatch(container -> name.equals(container.getName()));
    }

    /** Name of our container; empty if the pod has none. */
    public String container() {
        return container;
    }

    public boolean isNodeAgent() {
        return this == NODE_AGENT || this == AWAITED_NODE_AGENT;
    }
}
