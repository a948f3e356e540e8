package dev.rolesanywhere.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.NodeAgent;
import java.util.function.Consumer;

/** Harmful changes of a pod that its node's agent serves. Each changes nothing in a pod without the token. */
enum AgentPodChange implements Change {
    RemovesWaitingContainer(pod -> remove(pod.at("/spec/initContainers"), NodeAgent.WAIT_CONTAINER)),
    ChangesWhatWaits(pod -> waiting(pod, container -> container.putArray("args").add("other"))),
    MakesWhatWaitsRoot(pod -> waiting(pod, container -> Json.object(container, "securityContext")
            .put("runAsUser", 0)
            .put("runAsNonRoot", false))),
    ReplacesToken(pod -> Json.named(pod.at("/spec/volumes"), "name", NodeAgent.TOKEN_VOLUME)
            .ifPresent(volume -> {
                volume.remove("projected");
                volume.putObject("emptyDir");
            })),
    RemovesTheApplicationsToken(pod -> app(pod, app -> remove(app.path("volumeMounts"), NodeAgent.TOKEN_VOLUME))),
    RemovesTheApplicationsVariables(pod -> app(pod, app -> {
        remove(app.path("env"), "AWS_CONTAINER_CREDENTIALS_FULL_URI");
        remove(app.path("env"), "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    })),
    LeadsTheApplicationElsewhere(
            pod -> app(pod, app -> Json.named(app.path("env"), "name", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
                    .ifPresent(variable -> variable.put("value", "http://127.0.0.1:9911/v1/credentials"))));

    private final Consumer<ObjectNode> change;

    AgentPodChange(Consumer<ObjectNode> change) {
        this.change = change;
    }

    @Override
    public void apply(ObjectNode pod) {
        if (Json.has(pod.at("/spec/volumes"), "name", NodeAgent.TOKEN_VOLUME)) {
            change.accept(pod);
        }
    }

    private static void waiting(ObjectNode pod, Consumer<ObjectNode> change) {
        Json.named(pod.at("/spec/initContainers"), "name", NodeAgent.WAIT_CONTAINER)
                .ifPresent(change);
    }

    private static void app(ObjectNode pod, Consumer<ObjectNode> change) {
        Json.named(pod.at("/spec/containers"), "name", "app").ifPresent(change);
    }

    private static void remove(JsonNode items, String name) {
        if (items instanceof ArrayNode array) {
            array.removeIf(item -> item.path("name").asText().equals(name));
        }
    }
}
