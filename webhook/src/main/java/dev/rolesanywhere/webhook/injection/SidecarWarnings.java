package dev.rolesanywhere.webhook.injection;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.settings.Shown;
import java.util.Set;
import java.util.stream.Stream;

/** Warnings that only concern a pod with a sidecar: its ports, and the probe's path to them. */
final class SidecarWarnings {
    private SidecarWarnings() {}

    static Stream<String> on(PodView pod, SidecarPorts ports) {
        return Stream.of(taken(pod, ports), hostNetwork(pod, ports), proxiedProbe(pod))
                .flatMap(warnings -> warnings);
    }

    /** Ports of other processes of the node are not known at admission. */
    private static Stream<String> hostNetwork(PodView pod, SidecarPorts ports) {
        return pod.usesHostNetwork()
                ? Stream.of(
                        "hostNetwork: the sidecar listens on the random ports %d and %d of the node. A process that already uses one of them delays the pod and receives the endpoint token of containers that do not wait"
                                .formatted(ports.endpoint(), ports.probe()))
                : Stream.empty();
    }

    private static Stream<String> taken(PodView pod, SidecarPorts sidecar) {
        Set<Integer> ours = Set.of(sidecar.endpoint(), sidecar.probe());
        return pod.othersContainers().flatMap(container -> container
                .ports()
                .map(port -> port.path("containerPort").asInt())
                .filter(ours::contains)
                .map(port -> "container %s declares port %d, which the credentials sidecar listens on"
                        .formatted(Shown.text(container.name()), port)));
    }

    /** A mesh that ran before this webhook has rewritten the probes of existing containers, but not ours. */
    private static Stream<String> proxiedProbe(PodView pod) {
        return Mesh.of(pod)
                .filter(mesh -> !mesh.startsLate(pod) && !mesh.leavesTheProbeAlone(pod))
                .filter(mesh -> mesh == Mesh.Consul
                        || !mesh.redirectsFromTheStart(pod)
                        || pod.annotations().containsKey(mesh.inbound()))
                .map(mesh ->
                        "container %s receives the startup probe of the sidecar. A mesh that requires mTLS rejects it, and the pod stays in Init. Set %s: \"%d\" in the annotations of the pod's template"
                                .formatted(mesh.proxy(), mesh.inbound(), Sidecar.PROBE_PORT))
                .stream();
    }
}
