package dev.rolesanywhere.webhook.injection;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.webhook.settings.ChartSettings.NodeAgentSettings;
import dev.rolesanywhere.webhook.settings.Shown;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warnings that only concern a pod of the node agent. */
final class NodeAgentWarnings {
    private NodeAgentWarnings() {}

    static Stream<String> on(PodView pod, NodeAgentSettings agent) {
        return pod.othersContainers()
                .filter(container -> takesPort(container, pod.usesHostNetwork(), agent.port()))
                .map(container ->
                        "container %s uses port %d of the node, on which the node agent listens: choose another port"
                                .formatted(Shown.text(container.name()), agent.port()));
    }

    /** @param profiles of the bound roles */
    static Stream<String> on(ContainerView container, NodeAgentSettings agent, Set<String> profiles) {
        return Stream.of(
                        profile(container, profiles),
                        unseenExemption(container, agent.address()),
                        unseenProxy(container, agent.address()))
                .flatMap(warnings -> warnings);
    }

    private static boolean takesPort(ContainerView container, boolean hostNetwork, int port) {
        return container
                .ports()
                .anyMatch(declared -> declared.path("hostPort").asInt() == port
                        || (hostNetwork && declared.path("containerPort").asInt() == port));
    }

    private static Stream<String> profile(ContainerView container, Set<String> profiles) {
        String names = container
                .environment()
                .filter(variable -> choosesProfile(
                        variable.path("name").asText(), variable.path("value").asText(), profiles))
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? Stream.empty()
                : Stream.of(
                        "container %s selects a profile with %s, but delivery NodeAgent has no profiles file: choose the role with annotation %s, or choose delivery Endpoint"
                                .formatted(Shown.text(container.name()), names, Annotations.CONTAINER_ROLES));
    }

    static boolean choosesProfile(String name, String value, Set<String> profiles) {
        return name.endsWith("PROFILE") && profiles.contains(value);
    }

    private static Stream<String> unseenExemption(ContainerView container, String address) {
        return ProxyExemption.unseen(container).stream()
                .map(name ->
                        "container %s has a proxy and gets %s from a Secret or ConfigMap: add %s there. Otherwise some AWS clients send the pod's token to the proxy"
                                .formatted(Shown.text(container.name()), name, address));
    }

    private static Stream<String> unseenProxy(ContainerView container, String address) {
        return container.hasEnvFrom()
                ? Stream.of(
                        "container %s has envFrom, which the webhook cannot read: if it sets HTTP_PROXY, add %s to NO_PROXY there. Otherwise some AWS clients send the pod's token to the proxy"
                                .formatted(Shown.text(container.name()), address))
                : Stream.empty();
    }
}
