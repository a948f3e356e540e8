package dev.rolesanywhere.webhook.injection;

import static dev.rolesanywhere.webhook.injection.ContainerParts.array;
import static dev.rolesanywhere.webhook.injection.ContainerParts.object;
import static dev.rolesanywhere.webhook.injection.ContainerParts.variable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.ChartSettings.NodeAgentSettings;

/** The container that waits until the node's agent has the pod's first credentials, and the token for the agent. */
final class WaitParts {
    private final ContainerParts parts;

    WaitParts(ChartSettings chart) {
        this.parts = new ContainerParts(chart);
    }

    ObjectNode container(PodView pod, Inject decision, NodeAgentSettings agent) {
        ObjectNode container = object().put("name", NodeAgent.WAIT_CONTAINER)
                .put("image", agent.image())
                .put("imagePullPolicy", parts.pullPolicy(pod, pod.injectedBefore() && !pod.hasWaiting()));
        container.putArray("args").add(NodeAgent.WAIT_ARGUMENT);
        ArrayNode environment = array().add(variable(NodeAgent.ENV_URL, agent.url()));
        parts.log(environment);
        container.set("env", environment);
        container.set("resources", parts.resources(pod, decision));
        container.set("securityContext", ContainerParts.securityContext(pod));
        ArrayNode mounts = array();
        ContainerParts.mountToken(mounts, NodeAgent.TOKEN_VOLUME, NodeAgent.TOKEN_DIRECTORY);
        container.set("volumeMounts", mounts);
        return ContainerParts.withMessage(container);
    }

    static ObjectNode tokenVolume() {
        return ContainerParts.tokenVolume(
                NodeAgent.TOKEN_VOLUME, NodeAgent.AUDIENCE, NodeAgent.TOKEN_SECONDS, NodeAgent.TOKEN_FILE);
    }
}
