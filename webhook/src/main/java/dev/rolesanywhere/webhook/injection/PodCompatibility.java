package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfNodeAgent;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfSidecar;
import dev.rolesanywhere.webhook.injection.Decision.Refusal;
import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import dev.rolesanywhere.webhook.settings.ChartSettings.NodeAgentSettings;
import dev.rolesanywhere.webhook.settings.DeliverySettings;
import dev.rolesanywhere.webhook.settings.Shown;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the sidecar can be injected into a pod. */
final class PodCompatibility {
    private static final String VOLUME = "volume";

    private PodCompatibility() {}

    static Optional<Refuse> check(
            PodView pod, List<BoundRole> roles, DeliverySettings settings, CredentialSource source) {
        return Stream.<Supplier<Optional<Refuse>>>of(
                        () -> windows(pod),
                        () -> strangersContainer(pod),
                        () -> strangersWaiting(pod),
                        () -> strangersVolume(pod),
                        () -> strangersMount(pod),
                        () -> lateProxy(pod, settings, source),
                        () -> ExternalVolumes.check(pod, roles, settings))
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private static Optional<Refuse> windows(PodView pod) {
        return refuse(
                pod.runsOnWindows(),
                Refusal.WindowsPod,
                () ->
                        "the pod runs on Windows, but credentials need a program that runs only on Linux: set annotation %s: \"false\", or use a ServiceAccount without an AWSRoleBinding"
                                .formatted(Annotations.INJECT));
    }

    private static Optional<Refuse> strangersContainer(PodView pod) {
        boolean ordinary =
                pod.containers().stream().anyMatch(container -> container.name().equals(Sidecar.CONTAINER));
        return refuse(
                ordinary || (pod.hasSidecar() && !pod.injectedBefore()),
                Refusal.NameTaken,
                () ->
                        "the pod has its own container %s, which is the name of the credentials sidecar: rename that container"
                                .formatted(Sidecar.CONTAINER));
    }

    /**
     * This also applies to a pod with a sidecar, because a pod that changes from the agent to the sidecar loses the
     * container with that name.
     */
    private static Optional<Refuse> strangersWaiting(PodView pod) {
        boolean ordinary =
                pod.containers().stream().anyMatch(container -> container.name().equals(NodeAgent.WAIT_CONTAINER));
        return refuse(
                ordinary || (pod.hasWaiting() && !pod.servedByAgentBefore()),
                Refusal.NameTaken,
                () ->
                        "the pod has its own container %s, which is the name of the container that waits for the node agent: rename that container"
                                .formatted(NodeAgent.WAIT_CONTAINER));
    }

    private static Optional<Refuse> strangersVolume(PodView pod) {
        String taken = pod.volumes().stream()
                .filter(name -> ((PodView.SIDECAR_VOLUMES.contains(name) || ExternalVolumes.isOurs(name))
                                && !pod.injectedBefore())
                        || (name.equals(NodeAgent.TOKEN_VOLUME) && !pod.servedByAgentBefore()))
                .collect(Collectors.joining(", "));
        return refuse(
                !taken.isEmpty(),
                Refusal.NameTaken,
                () ->
                        "the pod has its own volume %s, which is the name of a volume with credentials: rename that volume"
                                .formatted(taken));
    }

    private static Optional<Refuse> strangersMount(PodView pod) {
        return pod.othersContainers()
                .flatMap(container -> container.volumeMounts().flatMap(mount -> reserved(mount, pod).stream()
                        .map(part -> new Refuse(Refusal.NameTaken, taken(container, mount, part)))))
                .findFirst();
    }

    private static String taken(ContainerView container, JsonNode mount, String part) {
        return "container %s mounts volume %s at %s, and the webhook reserves this %s for credentials: remove the volumeMount, or use another %s"
                .formatted(
                        Shown.text(container.name()),
                        Shown.text(mount.path("name").asText()),
                        Shown.text(mount.path("mountPath").asText()),
                        part,
                        part);
    }

    /** Whether the webhook reserves the mount's volume or its path; empty if neither. */
    private static Optional<String> reserved(JsonNode mount, PodView pod) {
        String volume = mount.path("name").asText();
        if (volume.equals(Sidecar.CREDENTIALS_VOLUME)) {
            return pod.injectedBefore() ? Optional.empty() : Optional.of(VOLUME);
        }
        if (volume.equals(NodeAgent.TOKEN_VOLUME)) {
            return pod.servedByAgentBefore() ? Optional.empty() : Optional.of(VOLUME);
        }
        if (volume.equals(Sidecar.OLD_CREDENTIALS_VOLUME) && pod.isOldOfOurs(volume)) {
            return Optional.empty();
        }
        if (volume.equals(Sidecar.ISSUER_TOKEN_VOLUME)
                || ExternalVolumes.isOurs(volume)
                || (volume.equals(Sidecar.OLD_ISSUER_TOKEN_VOLUME) && pod.isOldOfOurs(volume))) {
            return Optional.of(VOLUME);
        }
        return mount.path("mountPath").asText().equals(NodeAgent.TOKEN_DIRECTORY) || PodView.isAtOurPlace(mount)
                ? Optional.of("path")
                : Optional.empty();
    }

    /**
     * With a CNI plugin, our container or the probe would wait for the proxy while the proxy waits for our container.
     * If an init container redirects traffic, ours starts before it.
     */
    private static Optional<Refuse> lateProxy(PodView pod, DeliverySettings settings, CredentialSource source) {
        boolean waits = settings.startup() == Startup.WaitForCredentials;
        Optional<Mesh> late = Mesh.of(pod).filter(mesh -> mesh.startsLate(pod) && mesh.redirectsFromTheStart(pod));
        return switch (source) {
            case OfSidecar sidecar -> lateForSidecar(pod, late, waits);
            case OfNodeAgent(NodeAgentSettings agent) ->
                late.filter(mesh -> waits && !mesh.leavesOutgoingAlone(pod, agent.port()))
                        .map(mesh -> new Refuse(
                                Refusal.MeshProxyStartsLate,
                                "the mesh sends the pod's traffic through container %s, which starts only after container %s needs it: configure the mesh to inject its proxy as a native sidecar (an init container with restartPolicy: Always), or set annotation %s: \"%d\" or annotation %s: DoNotWait"
                                        .formatted(
                                                mesh.proxy(),
                                                NodeAgent.WAIT_CONTAINER,
                                                mesh.outbound(),
                                                agent.port(),
                                                Annotations.STARTUP)));
        };
    }

    private static Optional<Refuse> lateForSidecar(PodView pod, Optional<Mesh> late, boolean waits) {
        return late.filter(
                        mesh -> !mesh.leavesTheProbeAlone(pod) || (waits && !mesh.leavesOutgoingAlone(pod, Mesh.HTTPS)))
                .map(mesh -> new Refuse(
                        Refusal.MeshProxyStartsLate,
                        "the mesh sends the pod's traffic through container %s, which starts only after the credentials sidecar needs it: configure the mesh to inject its proxy as a native sidecar (an init container with restartPolicy: Always), or set annotation %s: \"%d\" and either annotation %s: \"443\" or annotation %s: DoNotWait"
                                .formatted(
                                        mesh.proxy(),
                                        mesh.inbound(),
                                        Sidecar.PROBE_PORT,
                                        mesh.outbound(),
                                        Annotations.STARTUP)));
    }

    /** @param message is created only for an incompatible pod, because almost all pods are compatible */
    private static Optional<Refuse> refuse(boolean unfit, Refusal refusal, Supplier<String> message) {
        return unfit ? Optional.of(new Refuse(refusal, message.get())) : Optional.empty();
    }
}
