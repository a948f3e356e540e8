package dev.rolesanywhere.node.settings;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.sidecar.settings.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The agent's settings from the chart.
 *
 * @param node the name of its node
 * @param listener for pods
 * @param health listener for the kubelet and for Prometheus
 * @param issuer the issuing endpoint
 * @param issuerAddresses of the issuing endpoint, tried before its name
 * @param files the paths of files
 * @param mostPods remembered pods
 */
public record AgentSettings(
        String node,
        Place listener,
        Place health,
        URI issuer,
        List<InetAddress> issuerAddresses,
        Files files,
        int mostPods) {
    private static final int HEALTH_PORT = 9914;
    private static final int MOST_PODS = 1024;

    /** The address of a listener. */
    public record Place(InetAddress address, int port) {}

    /**
     * @param state the directory in the node's memory
     * @param issuerBundle PEM of the authorities that the issuing endpoint's certificate may chain to
     * @param agentToken the agent's own projected token
     */
    public record Files(Path state, Path issuerBundle, Path agentToken) {}

    /** @throws IllegalArgumentException with the variable and what to write there */
    public static AgentSettings of(Map<String, String> environment) {
        return new AgentSettings(
                required(environment, NodeAgent.ENV_NODE),
                new Place(
                        address(environment, NodeAgent.ENV_ADDRESS, NodeAgent.ADDRESS),
                        number(environment, NodeAgent.ENV_PORT, NodeAgent.PORT, 65_535)),
                new Place(
                        address(environment, NodeAgent.ENV_HEALTH_ADDRESS, "127.0.0.1"),
                        number(environment, NodeAgent.ENV_HEALTH_PORT, HEALTH_PORT, 65_535)),
                Settings.issuer(required(environment, Sidecar.ENV_ISSUER_URL)),
                Settings.addresses(environment.getOrDefault(Sidecar.ENV_ISSUER_ADDRESSES, "")),
                new Files(
                        path(environment, NodeAgent.ENV_STATE, NodeAgent.STATE_DIRECTORY),
                        path(environment, NodeAgent.ENV_ISSUER_CA_FILE, NodeAgent.ISSUER_CA_FILE),
                        path(environment, NodeAgent.ENV_AGENT_TOKEN, NodeAgent.AGENT_TOKEN_FILE)),
                number(environment, NodeAgent.ENV_MOST_PODS, MOST_PODS, 100_000));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; the chart sets it. Install the chart's DaemonSet");
        }
        return value;
    }

    private static InetAddress address(Map<String, String> environment, String name, String otherwise) {
        String value = environment.getOrDefault(name, otherwise);
        try {
            return InetAddress.ofLiteral(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is '" + value + "'. Write an IP address", e);
        }
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int most) {
        String value = environment.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number > 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The check below reports this.
        }
        throw new IllegalArgumentException(name + " is '" + value + "'. Write a number from 1 to " + most);
    }

    private static Path path(Map<String, String> environment, String name, String otherwise) {
        return Path.of(environment.getOrDefault(name, otherwise));
    }
}
