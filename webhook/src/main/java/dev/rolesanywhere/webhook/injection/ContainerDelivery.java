package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfNodeAgent;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfSidecar;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.settings.ChartSettings.NodeAgentSettings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The variables and the mount of one container that gets credentials, or no longer gets them. */
final class ContainerDelivery {
    private static final String ENV = "/env";
    private static final String MOUNTS = "/volumeMounts";

    private final PodView before;
    private final boolean injectedBefore;
    private final Set<String> kept;
    private final Inject decision;

    ContainerDelivery(PodView pod, Inject decision) {
        this.before = pod;
        this.injectedBefore = pod.injectedBefore();
        this.kept = pod.keptVariables();
        this.decision = decision;
    }

    /** Names of the container's own variables that keep out a group of ours. */
    Set<String> ownVariables(ContainerView container, VariableGroup group) {
        return container
                .environment()
                .filter(entry -> !isOurs(container, entry))
                .map(entry -> entry.path("name").asText())
                .filter(group.reserved()::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<VariableGroup> groups(ContainerView container) {
        boolean ownConfigFile = container
                .variable(VariableGroup.CONFIG_FILE)
                .filter(variable -> !isOurs(container, variable))
                .isPresent();
        return VariableGroup.of(decision, container, ownConfigFile);
    }

    void give(PatchedPod pod, ContainerView container) {
        // The container's JSON is part of the patched pod, so later additions would look like the user's.
        boolean pointedToUs = isPointedToUs(container);
        List<ObjectNode> desired = groups(container).stream()
                .filter(group -> ownVariables(container, group).isEmpty())
                .flatMap(group -> group.desired().stream())
                .toList();
        bring(pod, container.pointer() + ENV, variable -> isOurs(container, variable), desired);
        bring(pod, container.pointer() + MOUNTS, this::isOurMount, List.of(mount()));
        if (decision.source() instanceof OfNodeAgent(NodeAgentSettings agent) && pointedToUs) {
            ProxyExemption.add(pod, container.pointer(), agent.address());
        }
    }

    private ObjectNode mount() {
        return switch (decision.source()) {
            case OfSidecar sidecar ->
                ContainerParts.readOnlyMount(Sidecar.CREDENTIALS_VOLUME, Sidecar.CREDENTIALS_DIRECTORY);
            case OfNodeAgent agent -> ContainerParts.readOnlyMount(NodeAgent.TOKEN_VOLUME, NodeAgent.TOKEN_DIRECTORY);
        };
    }

    /** Whether the container has no own variables that replace the ones for our credentials. */
    boolean isPointedToUs(ContainerView container) {
        return groups(container).stream()
                .filter(VariableGroup::givesCredentials)
                .allMatch(group -> ownVariables(container, group).isEmpty());
    }

    void takeBack(PatchedPod pod, ContainerView container) {
        bring(pod, container.pointer() + ENV, variable -> isOurs(container, variable), List.of());
        bring(pod, container.pointer() + MOUNTS, this::isOurMount, List.of());
    }

    boolean isOurs(ContainerView container, JsonNode variable) {
        String name = variable.path("name").asText();
        return injectedBefore && VariableGroup.isOurs(variable) && !kept.contains(container.qualified(name));
    }

    private boolean isOurMount(JsonNode mount) {
        String volume = mount.path("name").asText();
        return (injectedBefore && volume.equals(Sidecar.CREDENTIALS_VOLUME))
                || (volume.equals(NodeAgent.TOKEN_VOLUME) && before.servedByAgentBefore())
                || (volume.equals(Sidecar.OLD_CREDENTIALS_VOLUME) && before.isOldOfOurs(volume));
    }

    /**
     * Removes our variables that are not desired, and puts the missing desired ones first, because other variables may
     * refer to them.
     */
    private static void bring(PatchedPod pod, String array, Predicate<JsonNode> ours, List<ObjectNode> desired) {
        pod.removeItems(array, item -> ours.test(item) && !desired.contains(item));
        int index = 0;
        for (ObjectNode item : desired) {
            if (!contains(pod.document().at(array), item)) {
                pod.insert(array, index, item);
                index++;
            }
        }
    }

    private static boolean contains(JsonNode array, JsonNode item) {
        for (JsonNode candidate : array) {
            if (candidate.equals(item)) {
                return true;
            }
        }
        return false;
    }
}
