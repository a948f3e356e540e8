package dev.rolesanywhere.webhook.settings;

import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chart's settings for every pod of the cluster.
 *
 * @param version of this webhook, for the annotation {@code rolesanywhere.dev/injected}
 * @param sidecar settings of the sidecar's container
 * @param issuer the issuing endpoint
 * @param nodeAgent how pods reach the agent of their node; empty without agents
 * @param sidecarAfter names of init containers that stay before the sidecar
 */
public record ChartSettings(
        String version,
        SidecarSettings sidecar,
        Issuer issuer,
        Optional<NodeAgentSettings> nodeAgent,
        Set<String> sidecarAfter,
        Set<String> excludedNamespaces,
        Delivery delivery,
        Startup startup,
        @Nullable String region) {

    /**
     * @param pullSecrets names of Secrets in the pod's namespace
     * @param cpu Kubernetes quantity, request; also the limit if all other containers have one
     * @param memory Kubernetes quantity, request and limit
     */
    public record SidecarSettings(
            String image, String pullPolicy, List<String> pullSecrets, String cpu, String memory, SidecarLog log) {}

    /**
     * @param url {@code https://<service>.<namespace>.svc}
     * @param addresses of that Service, tried before its name; empty if unknown
     * @param bundle PEM certificates to which the endpoint's certificate chains
     */
    public record Issuer(String url, List<String> addresses, String bundle) {
        public Issuer(String url, String bundle) {
            this(url, List.of(), bundle);
        }
    }

    /**
     * @param image of the init container that waits for the first credentials
     * @param address of the agent on each node, an IP address
     */
    public record NodeAgentSettings(String image, String address, int port) {
        /** Without a path. */
        public String url() {
            return "http://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
        }
    }
}
