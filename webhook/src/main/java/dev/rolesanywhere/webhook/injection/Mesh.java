package dev.rolesanywhere.webhook.injection;

import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The service meshes that add a proxy to a pod. An init container redirects traffic to the proxy when it runs, or a CNI
 * plugin redirects it from the pod's start. {@code docs/architecture.md} has the table.
 */
enum Mesh {
    Istio(
            "istio-proxy",
            "istio-init",
            "",
            "traffic.sidecar.istio.io/excludeInboundPorts",
            "traffic.sidecar.istio.io/excludeOutboundPorts"),
    Linkerd(
            "linkerd-proxy",
            "linkerd-init",
            "",
            "config.linkerd.io/skip-inbound-ports",
            "config.linkerd.io/skip-outbound-ports"),
    Kuma(
            "kuma-sidecar",
            "kuma-init",
            "",
            "traffic.kuma.io/exclude-inbound-ports",
            "traffic.kuma.io/exclude-outbound-ports"),
    /** Its init container also exists with a CNI plugin, which reads an annotation of Consul's webhook. */
    Consul(
            "consul-dataplane",
            "consul-connect-inject-init",
            "consul.hashicorp.com/redirect-traffic-config",
            "consul.hashicorp.com/transparent-proxy-exclude-inbound-ports",
            "consul.hashicorp.com/transparent-proxy-exclude-outbound-ports");

    /** The port of operator and AWS. */
    static final int HTTPS = 443;

    private final String proxy;
    private final String redirect;
    private final String mark;
    private final String inbound;
    private final String outbound;

    /**
     * @param redirect the init container that redirects traffic to the proxy
     * @param mark annotation of a pod with the CNI plugin; empty if the absence of the init container shows the plugin
     */
    Mesh(String proxy, String redirect, String mark, String inbound, String outbound) {
        this.proxy = proxy;
        this.redirect = redirect;
        this.mark = mark;
        this.inbound = inbound;
        this.outbound = outbound;
    }

    /** The mesh whose proxy the pod has. */
    static Optional<Mesh> of(PodView pod) {
        return Arrays.stream(values())
                .filter(mesh -> pod.othersContainers()
                        .anyMatch(container -> container.name().equals(mesh.proxy)))
                .findFirst();
    }

    static boolean isProxy(String container) {
        return Arrays.stream(values()).anyMatch(mesh -> mesh.proxy.equals(container));
    }

    /** Whether the proxy starts after all init containers, as an ordinary container. */
    boolean startsLate(PodView pod) {
        return pod.containers().stream().anyMatch(container -> container.name().equals(proxy));
    }

    /** Whether traffic goes through the proxy from the pod's start. */
    boolean redirectsFromTheStart(PodView pod) {
        return mark.isEmpty()
                ? pod.initContainers().stream()
                        .noneMatch(container -> container.name().equals(redirect))
                : pod.annotations().containsKey(mark);
    }

    /**
     * The init container before which the sidecar must start, so that its traffic does not go to a proxy that does not
     * run yet.
     */
    Optional<String> startsBefore(PodView pod) {
        return startsLate(pod) && !redirectsFromTheStart(pod) ? Optional.of(redirect) : Optional.empty();
    }

    /** Whether the kubelet's probe reaches the sidecar without the proxy. */
    boolean leavesTheProbeAlone(PodView pod) {
        return lists(pod, inbound, String.valueOf(Sidecar.PROBE_PORT));
    }

    /** Whether outgoing traffic to that port bypasses the proxy. */
    boolean leavesOutgoingAlone(PodView pod, int port) {
        return lists(pod, outbound, String.valueOf(port));
    }

    private static boolean lists(PodView pod, String annotation, String port) {
        List<String> ports = Arrays.stream(
                        pod.annotations().getOrDefault(annotation, "").split(",", -1))
                .map(String::strip)
                .toList();
        return ports.contains(port) || Set.of("*").containsAll(ports);
    }

    String proxy() {
        return proxy;
    }

    /** The annotation that excludes ports of incoming traffic from the proxy. */
    String inbound() {
        return inbound;
    }

    /** The annotation that excludes ports of outgoing traffic from the proxy. */
    String outbound() {
        return outbound;
    }
}
