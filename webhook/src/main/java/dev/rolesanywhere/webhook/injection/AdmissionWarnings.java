package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Shadowing;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfNodeAgent;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfSidecar;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.settings.ChartSettings.NodeAgentSettings;
import dev.rolesanywhere.webhook.settings.Shown;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warnings for the creator of the pod about settings that work but may surprise. kubectl prints them. */
final class AdmissionWarnings {
    private static final Set<String> KNOWN_ANNOTATIONS = Set.of(
            Annotations.INJECT,
            Annotations.ROLE,
            Annotations.DELIVERY,
            Annotations.STARTUP,
            Annotations.SKIP_CONTAINERS,
            Annotations.INCLUDE_CONTAINERS,
            Annotations.CONTAINER_ROLES,
            Annotations.REGION,
            Annotations.INJECTED,
            Annotations.PREVIEW,
            Annotations.NODE_AGENT,
            Annotations.KEPT_VARIABLES);

    private AdmissionWarnings() {}

    static List<String> on(PodView pod, Inject decision) {
        return Stream.of(
                        unknownAnnotations(pod),
                        roles(decision),
                        missingContainers(pod, decision),
                        processNamespace(pod),
                        source(pod, decision),
                        readOnlyMounts(pod, decision),
                        variables(pod, decision))
                .flatMap(warnings -> warnings)
                .toList();
    }

    /** For a pod that was copied to a namespace without a binding. */
    static List<String> onUnbound(PodView pod) {
        return pod
                .parts()
                .map(part ->
                        "the pod has %s, but no AWSRoleBinding names ServiceAccount %s: the pod gets no credentials until one does"
                                .formatted(part, Shown.text(pod.serviceAccount())))
                .stream()
                .toList();
    }

    /** The pod is unchanged. */
    static List<String> onDryRun(PodView pod, List<String> dryRuns) {
        return List.of(
                "%s: spec.dryRun is true, so this pod of ServiceAccount %s is not changed%s. To inject credentials, remove spec.dryRun"
                        .formatted(
                                dryRuns.stream()
                                        .map(Shown::text)
                                        .collect(Collectors.joining(", ", "AWSRoleBinding ", "")),
                                Shown.text(pod.serviceAccount()),
                                pod.parts()
                                        .map(", and its %s gets no credentials"::formatted)
                                        .orElse("")));
    }

    private static Stream<String> source(PodView pod, Inject decision) {
        return switch (decision.source()) {
            case OfSidecar(SidecarPorts ports) -> SidecarWarnings.on(pod, ports);
            case OfNodeAgent(NodeAgentSettings agent) -> NodeAgentWarnings.on(pod, agent);
        };
    }

    private static Stream<String> unknownAnnotations(PodView pod) {
        return pod.annotations().keySet().stream()
                .filter(key -> key.startsWith(Annotations.DOMAIN + "/") && !KNOWN_ANNOTATIONS.contains(key))
                .map(key -> "annotation %s is unknown and has no effect".formatted(Shown.text(key)));
    }

    private static Stream<String> roles(Inject decision) {
        Stream<String> missing = decision.roles().stream()
                .flatMap(role -> role.unservedBecause() != null
                        ? Stream.of("AWSRole %s gets no credentials. %s".formatted(role.role(), role.unservedBecause()))
                        : role.exists()
                                ? Stream.empty()
                                : Stream.of(
                                        "AWSRole %s does not exist: create it. The pod then gets its credentials without a restart"
                                                .formatted(role.role())));
        String names = decision.roles().stream().map(BoundRole::role).collect(Collectors.joining(", "));
        if (!decision.defaultRole()) {
            return Stream.concat(
                    missing,
                    Stream.of(
                            "none of the bound roles (%s) is the default: %s, or one AWSRoleBinding must set default: true"
                                    .formatted(names, instead(decision.source()))));
        }
        long defaults =
                decision.roles().stream().filter(BoundRole::makesDefault).count();
        return defaults > 1
                ? Stream.concat(
                        missing,
                        Stream.of("several of the bound roles (%s) have default: true: set annotation %s to choose one"
                                .formatted(names, Annotations.ROLE)))
                : missing;
    }

    private static String instead(CredentialSource source) {
        return switch (source) {
            case OfSidecar sidecar -> "clients have to name a profile";
            case OfNodeAgent agent ->
                "annotation %s has to name one for each container".formatted(Annotations.CONTAINER_ROLES);
        };
    }

    private static Stream<String> missingContainers(PodView pod, Inject decision) {
        Set<String> missing = new TreeSet<>(decision.settings().containers().named());
        pod.othersContainers().map(ContainerView::name).forEach(missing::remove);
        Set<String> withoutRole =
                new TreeSet<>(decision.settings().containerRoles().keySet());
        pod.othersContainers().map(ContainerView::name).forEach(withoutRole::remove);
        return Stream.concat(
                missing.stream()
                        .map(name ->
                                "the pod has no container %s, which the settings name as a container to skip or include"
                                        .formatted(Shown.text(name))),
                withoutRole.stream().map(name -> "the pod has no container %s, to which %s gives a role"
                        .formatted(Shown.text(name), Annotations.CONTAINER_ROLES)));
    }

    private static Stream<String> processNamespace(PodView pod) {
        return pod.sharesProcessNamespace()
                ? Stream.of(
                        "with shareProcessNamespace, every container of the pod can read the credentials through /proc, even without the volume")
                : Stream.empty();
    }

    /** The container runtime must create the directory of our mount, which fails on a read-only file system. */
    private static Stream<String> readOnlyMounts(PodView pod, Inject decision) {
        String directory = decision.source().directory();
        Directory ours = Directory.of(directory);
        return selected(pod, decision).flatMap(container -> container
                .volumeMounts()
                .filter(mount -> !mount.path("mountPath").asText().equals(directory))
                .filter(mount -> Directory.of(mount.path("mountPath").asText()).holds(ours))
                .filter(mount -> mount.path("readOnly").asBoolean()
                        || isReadOnly(pod.volume(mount.path("name").asText())))
                .map(mount ->
                        "container %s mounts %s read-only, so the credentials cannot be mounted at %s and the container will not start: make that mount writable, move it, or list the container in %s"
                                .formatted(
                                        Shown.text(container.name()),
                                        Shown.text(mount.path("mountPath").asText()),
                                        directory,
                                        Annotations.SKIP_CONTAINERS)));
    }

    private static boolean isReadOnly(JsonNode volume) {
        return Stream.of("configMap", "secret", "projected", "downwardAPI", "image")
                .anyMatch(volume::has);
    }

    private static Stream<ContainerView> selected(PodView pod, Inject decision) {
        return pod.othersContainers()
                .filter(container -> decision.settings().containers().selects(container.name()));
    }

    private static Stream<String> variables(PodView pod, Inject decision) {
        ContainerDelivery delivery = new ContainerDelivery(pod, decision);
        return selected(pod, decision).flatMap(container -> Stream.of(
                        ownGroups(container, delivery),
                        shadowing(container, delivery, decision),
                        unseen(container),
                        byAgent(container, delivery, decision))
                .flatMap(warnings -> warnings));
    }

    private static Stream<String> byAgent(ContainerView container, ContainerDelivery delivery, Inject decision) {
        return decision.source() instanceof OfNodeAgent(NodeAgentSettings agent) && delivery.isPointedToUs(container)
                ? NodeAgentWarnings.on(container, agent, profiles(decision))
                : Stream.empty();
    }

    private static Set<String> profiles(Inject decision) {
        return decision.roles().stream().map(BoundRole::profile).collect(Collectors.toSet());
    }

    private static Stream<String> ownGroups(ContainerView container, ContainerDelivery delivery) {
        return delivery.groups(container).stream()
                .filter(VariableGroup::givesCredentials)
                .map(group -> delivery.ownVariables(container, group))
                .filter(own -> !own.isEmpty())
                .map(own ->
                        "container %s sets %s itself; the webhook keeps this value, so the container does not use the injected credentials"
                                .formatted(Shown.text(container.name()), String.join(", ", own)));
    }

    private static Stream<String> shadowing(ContainerView container, ContainerDelivery delivery, Inject decision) {
        boolean bringsProfiles = delivery.groups(container).stream()
                .anyMatch(group -> group.reserved().contains(VariableGroup.CONFIG_FILE));
        // The agent has a separate warning.
        Set<String> profiles =
                bringsProfiles || decision.source() instanceof OfNodeAgent ? profiles(decision) : Set.of();
        Map<Shadowing.Certainty, List<String>> shadows = container
                .environment()
                .filter(entry -> !delivery.isOurs(container, entry))
                .filter(entry -> !NodeAgentWarnings.choosesProfile(
                        entry.path("name").asText(), entry.path("value").asText(), profiles))
                .filter(entry -> shadows(entry.path("name").asText(), delivery.groups(container), decision))
                .collect(Collectors.groupingBy(
                        AdmissionWarnings::certainty,
                        Collectors.mapping(entry -> entry.path("name").asText(), Collectors.toList())));
        return Stream.concat(
                shadowed(
                        container,
                        shadows.getOrDefault(Shadowing.Certainty.Certain, List.of()),
                        "container %s sets %s, which overrides the injected credentials: remove the variable"),
                shadowed(
                        container,
                        shadows.getOrDefault(Shadowing.Certainty.Possible, List.of()),
                        "container %s sets %s, which may override the injected credentials: if it does, remove the variable"));
    }

    private static Stream<String> shadowed(ContainerView container, List<String> names, String message) {
        return names.isEmpty()
                ? Stream.empty()
                : Stream.of(message.formatted(
                        Shown.text(container.name()), names.stream().sorted().collect(Collectors.joining(", "))));
    }

    private static Shadowing.Certainty certainty(JsonNode variable) {
        JsonNode source = variable.path("valueFrom");
        return Shadowing.certainty(
                variable.path("name").asText(),
                variable.path("value").asText(),
                !source.isEmpty(),
                source.valueStream()
                        .anyMatch(reference -> reference.path("optional").asBoolean()));
    }

    /** Variables from envFrom are in a Secret or a ConfigMap, and our variables override them. */
    private static Stream<String> unseen(ContainerView container) {
        return container.hasEnvFrom()
                ? Stream.of(
                        "container %s has envFrom, which the webhook cannot read: no region is set for the container, keys or a profile in envFrom may override the injected credentials, and an endpoint or AWS_CONFIG_FILE in envFrom may be overwritten"
                                .formatted(Shown.text(container.name())))
                : Stream.empty();
    }

    private static boolean shadows(String name, List<VariableGroup> groups, Inject decision) {
        boolean reserved = groups.stream().anyMatch(group -> group.reserved().contains(name));
        return !reserved
                && (Shadowing.BEFORE_FILES.contains(name)
                        || (decision.settings().delivery() != Delivery.Files
                                && Shadowing.BEFORE_ENDPOINT.contains(name)));
    }
}
