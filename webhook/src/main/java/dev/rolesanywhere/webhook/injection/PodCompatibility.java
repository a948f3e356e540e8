package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.injection.Decision.Refusal;
import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import dev.rolesanywhere.webhook.settings.DeliverySettings;
import dev.rolesanywhere.webhook.settings.Shown;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a pod can take the sidecar at all. */
final class PodCompatibility {
    private static final Set<String> OUR_VOLUMES = Set.of(Sidecar.CREDENTIALS_VOLUME, Sidecar.ISSUER_TOKEN_VOLUME);

    private PodCompatibility() {}

    static Optional<Refuse> check(PodView pod, DeliverySettings settings) {
        return Stream.<Supplier<Optional<Refuse>>>of(
                        () -> windows(pod),
                        () -> strangersContainer(pod),
                        () -> strangersVolume(pod),
                        () -> strangersMount(pod),
                        () -> lateProxy(pod, settings))
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private static Optional<Refuse> windows(PodView pod) {
        return refuse(
                pod.runsOnWindows(),
                Refusal.WindowsPod,
                () ->
                        "the pod runs on Windows, and the credentials sidecar runs on Linux only: write annotation %s: \"false\", or use a ServiceAccount that no AWSRoleBinding names"
                                .formatted(Annotations.INJECT));
    }

    private static Optional<Refuse> strangersContainer(PodView pod) {
        boolean ordinary =
                pod.containers().stream().anyMatch(container -> container.name().equals(Sidecar.CONTAINER));
        return refuse(
                ordinary || (pod.hasSidecar() && !pod.injectedBefore()),
                Refusal.NameTaken,
                () ->
                        "the pod has a container %s of its own, which is the credentials sidecar's name: rename that container"
                                .formatted(Sidecar.CONTAINER));
    }

    private static Optional<Refuse> strangersVolume(PodView pod) {
        String taken = pod.volumes().stream().filter(OUR_VOLUMES::contains).collect(Collectors.joining(", "));
        return refuse(
                !taken.isEmpty() && !pod.injectedBefore(),
                Refusal.NameTaken,
                () ->
                        "the pod has a volume %s of its own, which is the name of a volume of the credentials sidecar: rename that volume"
                                .formatted(taken));
    }

    private static Optional<Refuse> strangersMount(PodView pod) {
        String taken = Shown.names(pod.othersContainers()
                .filter(container -> container.volumeMounts().anyMatch(mount -> isStrange(mount, pod)))
                .map(ContainerView::name)
                .toList());
        return refuse(
                !taken.isEmpty(),
                Refusal.NameTaken,
                () ->
                        "container %s has a volumeMount of its own that uses a volume of the credentials sidecar or its path %s: remove it, or mount another volume elsewhere"
                                .formatted(taken, Sidecar.CREDENTIALS_DIRECTORY));
    }

    private static boolean isStrange(JsonNode mount, PodView pod) {
        String volume = mount.path("name").asText();
        if (volume.equals(Sidecar.CREDENTIALS_VOLUME)) {
            return !pod.injectedBefore();
        }
        if (volume.equals(Sidecar.OLD_CREDENTIALS_VOLUME) && pod.isOldOfOurs(volume)) {
            return false;
        }
        return volume.equals(Sidecar.ISSUER_TOKEN_VOLUME)
                || (volume.equals(Sidecar.OLD_ISSUER_TOKEN_VOLUME) && pod.isOldOfOurs(volume))
                || PodView.isAtOurPlace(mount);
    }

    /**
     * Behind a CNI plugin the sidecar and the probe would wait for a proxy that waits for the sidecar. Where an init container redirects, the
     * sidecar starts before it.
     */
    private static Optional<Refuse> lateProxy(PodView pod, DeliverySettings settings) {
        return Mesh.of(pod)
                .filter(mesh -> mesh.startsLate(pod) && mesh.redirectsFromTheStart(pod))
                .filter(mesh -> !mesh.leavesTheProbeAlone(pod)
                        || (settings.startup() == Startup.WaitForCredentials && !mesh.leavesTheSidecarAlone(pod)))
                .map(mesh -> new Refuse(
                        Refusal.MeshProxyStartsLate,
                        "the mesh sends the pod's traffic through container %s, which starts only after the credentials sidecar needs it: let the mesh inject its proxy as a native sidecar (an init container with restartPolicy: Always), or write annotation %s: \"%d\" and either annotation %s: \"443\" or annotation %s: DoNotWait"
                                .formatted(
                                        mesh.proxy(),
                                        mesh.inbound(),
                                        Sidecar.PROBE_PORT,
                                        mesh.outbound(),
                                        Annotations.STARTUP)));
    }

    /** @param message is put together for an unfit pod only: nearly all are fit */
    private static Optional<Refuse> refuse(boolean unfit, Refusal refusal, Supplier<String> message) {
        return unfit ? Optional.of(new Refuse(refusal, message.get())) : Optional.empty();
    }
}
