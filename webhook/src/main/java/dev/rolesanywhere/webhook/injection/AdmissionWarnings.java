package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Shadowing;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.settings.Shown;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warnings for whoever creates the pod: what works, but perhaps not as they think. kubectl prints them. */
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
            Annotations.KEPT_VARIABLES);

    private AdmissionWarnings() {}

    static List<String> on(PodView pod, Inject decision) {
        return Stream.of(
                        unknownAnnotations(pod),
                        roles(decision),
                        missingContainers(pod, decision),
                        processNamespace(pod),
                        ports(pod, decision.ports()),
                        hostNetwork(pod, decision.ports()),
                        proxiedProbe(pod),
                        readOnlyMounts(pod, decision),
                        variables(pod, decision))
                .flatMap(warnings -> warnings)
                .toList();
    }

    /** On a pod that was copied to where nothing binds it. */
    static List<String> onUnbound(PodView pod) {
        return pod.hasSidecar() && pod.injectedBefore()
                ? List.of(
                        "the pod brings container %s, but no AWSRoleBinding names ServiceAccount %s: it gets no credentials until one does"
                                .formatted(Sidecar.CONTAINER, Shown.text(pod.serviceAccount())))
                : List.of();
    }

    /** The pod is as it was sent. */
    static List<String> onDryRun(PodView pod, List<String> dryRuns) {
        return List.of("%s is a dry run: the pod of ServiceAccount %s is left as it is%s"
                .formatted(
                        dryRuns.stream().map(Shown::text).collect(Collectors.joining(", ", "AWSRoleBinding ", "")),
                        Shown.text(pod.serviceAccount()),
                        pod.hasSidecar() && pod.injectedBefore()
                                ? ", and its container %s gets no credentials".formatted(Sidecar.CONTAINER)
                                : ""));
    }

    private static Stream<String> unknownAnnotations(PodView pod) {
        return pod.annotations().keySet().stream()
                .filter(key -> key.startsWith(Annotations.DOMAIN + "/") && !KNOWN_ANNOTATIONS.contains(key))
                .map(key -> "annotation %s is not known and has no effect".formatted(Shown.text(key)));
    }

    private static Stream<String> roles(Inject decision) {
        Stream<String> missing = decision.roles().stream()
                .flatMap(role -> role.unservedBecause() != null
                        ? Stream.of("AWSRole %s gets no credentials. %s".formatted(role.role(), role.unservedBecause()))
                        : role.exists()
                                ? Stream.empty()
                                : Stream.of("AWSRole %s does not exist yet: its credentials come once it does"
                                        .formatted(role.role())));
        String names = decision.roles().stream().map(BoundRole::role).collect(Collectors.joining(", "));
        if (!decision.defaultRole()) {
            return Stream.concat(
                    missing,
                    Stream.of(
                            "none of the bound roles (%s) is the default: clients have to name a profile, or one AWSRoleBinding has to say default: true"
                                    .formatted(names)));
        }
        long defaults =
                decision.roles().stream().filter(BoundRole::makesDefault).count();
        return defaults > 1
                ? Stream.concat(
                        missing,
                        Stream.of("several of the bound roles (%s) say default: true: write annotation %s to choose one"
                                .formatted(names, Annotations.ROLE)))
                : missing;
    }

    private static Stream<String> missingContainers(PodView pod, Inject decision) {
        Set<String> missing = new TreeSet<>(decision.settings().containers().named());
        pod.othersContainers().map(ContainerView::name).forEach(missing::remove);
        Set<String> withoutRole =
                new TreeSet<>(decision.settings().containerRoles().keySet());
        pod.othersContainers().map(ContainerView::name).forEach(withoutRole::remove);
        return Stream.concat(
                missing.stream()
                        .map(name -> "the pod has no container %s, which is named among those to skip or include"
                                .formatted(Shown.text(name))),
                withoutRole.stream().map(name -> "the pod has no container %s, to which %s gives a role"
                        .formatted(Shown.text(name), Annotations.CONTAINER_ROLES)));
    }

    private static Stream<String> processNamespace(PodView pod) {
        return pod.sharesProcessNamespace()
                ? Stream.of(
                        "shareProcessNamespace lets every container of the pod reach the credentials through /proc, those without the volume too")
                : Stream.empty();
    }

    /** Ports of other processes of the node are not known at admission. */
    private static Stream<String> hostNetwork(PodView pod, SidecarPorts ports) {
        return pod.usesHostNetwork()
                ? Stream.of(
                        "hostNetwork: the sidecar listens on ports %d and %d of the node, chosen at random. A process of the node that has one of them already delays the start, and gets the endpoint token of containers that do not wait"
                                .formatted(ports.endpoint(), ports.probe()))
                : Stream.empty();
    }

    private static Stream<String> ports(PodView pod, SidecarPorts sidecar) {
        Set<Integer> ours = Set.of(sidecar.endpoint(), sidecar.probe());
        return pod.othersContainers().flatMap(container -> container
                .ports()
                .map(port -> port.path("containerPort").asInt())
                .filter(ours::contains)
                .map(port -> "container %s declares port %d, which the credentials sidecar listens on"
                        .formatted(Shown.text(container.name()), port)));
    }

    /** A mesh that ran before this webhook has rewritten the probes of the containers that it saw, and not ours. */
    private static Stream<String> proxiedProbe(PodView pod) {
        return Mesh.of(pod)
                .filter(mesh -> !mesh.startsLate(pod) && !mesh.leavesTheProbeAlone(pod))
                .filter(mesh -> mesh == Mesh.Consul
                        || !mesh.redirectsFromTheStart(pod)
                        || pod.annotations().containsKey(mesh.inbound()))
                .map(mesh ->
                        "container %s takes the startup probe of the sidecar, and rejects it where the mesh demands mTLS: the pod then stays in Init. Write %s: \"%d\" into the annotations of the pod's template"
                                .formatted(mesh.proxy(), mesh.inbound(), Sidecar.PROBE_PORT))
                .stream();
    }

    /** The container runtime makes the directory of our mount, which it cannot do on a file system that is read-only. */
    private static Stream<String> readOnlyMounts(PodView pod, Inject decision) {
        Directory ours = Directory.of(Sidecar.CREDENTIALS_DIRECTORY);
        return selected(pod, decision).flatMap(container -> container
                .volumeMounts()
                .filter(mount -> !mount.path("mountPath").asText().equals(Sidecar.CREDENTIALS_DIRECTORY))
                .filter(mount -> Directory.of(mount.path("mountPath").asText()).holds(ours))
                .filter(mount -> mount.path("readOnly").asBoolean()
                        || isReadOnly(pod.volume(mount.path("name").asText())))
                .map(mount ->
                        "container %s mounts %s read-only, so that nothing can be mounted at %s and the container does not start: make that mount writable, move it, or list the container in %s"
                                .formatted(
                                        Shown.text(container.name()),
                                        Shown.text(mount.path("mountPath").asText()),
                                        Sidecar.CREDENTIALS_DIRECTORY,
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
                        ownGroups(container, delivery), shadowing(container, delivery, decision), unseen(container))
                .flatMap(warnings -> warnings));
    }

    private static Stream<String> ownGroups(ContainerView container, ContainerDelivery delivery) {
        return delivery.groups(container).stream()
                .filter(VariableGroup::givesCredentials)
                .map(group -> delivery.ownVariables(container, group))
                .filter(own -> !own.isEmpty())
                .map(own -> "container %s sets %s itself, which is kept: it is not pointed to the pod's credentials"
                        .formatted(Shown.text(container.name()), String.join(", ", own)));
    }

    private static Stream<String> shadowing(ContainerView container, ContainerDelivery delivery, Inject decision) {
        Set<String> profiles = delivery.groups(container).stream()
                        .anyMatch(group -> group.reserved().contains(VariableGroup.CONFIG_FILE))
                ? decision.roles().stream().map(BoundRole::profile).collect(Collectors.toSet())
                : Set.of();
        Map<Shadowing.Certainty, List<String>> shadows = container
                .environment()
                .filter(entry -> !delivery.isOurs(container, entry))
                .filter(entry -> !choosesProfile(entry, profiles))
                .filter(entry -> shadows(entry.path("name").asText(), delivery.groups(container), decision))
                .collect(Collectors.groupingBy(
                        AdmissionWarnings::certainty,
                        Collectors.mapping(entry -> entry.path("name").asText(), Collectors.toList())));
        return Stream.concat(
                shadowed(
                        container,
                        shadows.getOrDefault(Shadowing.Certainty.Certain, List.of()),
                        "container %s sets %s, which AWS clients prefer to the pod's credentials: remove it"),
                shadowed(
                        container,
                        shadows.getOrDefault(Shadowing.Certainty.Possible, List.of()),
                        "container %s sets %s, which AWS clients may prefer to the pod's credentials: if they do, remove it"));
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

    /** Variables that come by envFrom stand in a Secret or a ConfigMap, and ours take their place. */
    private static Stream<String> unseen(ContainerView container) {
        return container.hasEnvFrom()
                ? Stream.of(
                        "container %s has envFrom, which the webhook cannot read: no region is set for it, keys and a profile in it may win over the pod's credentials, and an endpoint or AWS_CONFIG_FILE in it may be overwritten"
                                .formatted(Shown.text(container.name())))
                : Stream.empty();
    }

    private static boolean choosesProfile(JsonNode variable, Set<String> profiles) {
        return variable.path("name").asText().endsWith("PROFILE")
                && profiles.contains(variable.path("value").asText());
    }

    private static boolean shadows(String name, List<VariableGroup> groups, Inject decision) {
        boolean reserved = groups.stream().anyMatch(group -> group.reserved().contains(name));
        return !reserved
                && (Shadowing.BEFORE_FILES.contains(name)
                        || (decision.settings().delivery() == Delivery.Endpoint
                                && Shadowing.BEFORE_ENDPOINT.contains(name)));
    }
}
