package dev.rolesanywhere.sidecar.settings;

import dev.rolesanywhere.crds.contract.Sidecar;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The settings of a sidecar.
 *
 * @param issuer the issuing endpoint, https only
 * @param issuerAddresses of the issuing endpoint, tried before its name; empty if the webhook knew none
 * @param issuerBundle PEM of the authorities that the issuing endpoint's certificate may chain to
 * @param gateStart whether {@code /started} waits for the default role's credentials
 * @param readsFiles whether clients may read files instead of calling the endpoint
 * @param dnsPolicy the pod's DNS policy, for messages
 * @param places locations of files and ports
 */
public record Settings(
        URI issuer,
        List<InetAddress> issuerAddresses,
        String issuerBundle,
        boolean gateStart,
        boolean readsFiles,
        String dnsPolicy,
        Places places) {

    static final String WAIT = "WaitForCredentials";
    static final String DO_NOT_WAIT = "DoNotWait";

    /** @throws IllegalArgumentException naming the variable and the correct value */
    public static Settings of(Map<String, String> environment, Places places) {
        String startup = environment.getOrDefault(Sidecar.ENV_STARTUP, WAIT);
        if (!startup.equals(WAIT) && !startup.equals(DO_NOT_WAIT)) {
            throw new IllegalArgumentException(
                    Sidecar.ENV_STARTUP + " is '" + startup + "'. Write " + WAIT + " or " + DO_NOT_WAIT);
        }
        String bundle = required(environment, Sidecar.ENV_ISSUER_CA);
        if (!bundle.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IllegalArgumentException(Sidecar.ENV_ISSUER_CA + " holds no certificate. Write PEM");
        }
        port(environment, Sidecar.ENV_ENDPOINT_PORT, places.endpointPort());
        port(environment, Sidecar.ENV_PROBE_PORT, places.probePort());
        return new Settings(
                issuer(required(environment, Sidecar.ENV_ISSUER_URL)),
                addresses(environment.getOrDefault(Sidecar.ENV_ISSUER_ADDRESSES, "")),
                bundle,
                startup.equals(WAIT),
                Boolean.parseBoolean(environment.get(Sidecar.ENV_FILES)),
                environment.getOrDefault(Sidecar.ENV_DNS_POLICY, Sidecar.DEFAULT_DNS_POLICY),
                places);
    }

    /** Of the issuing endpoint, separated by commas. */
    public static List<InetAddress> addresses(String text) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : text.split(",", -1)) {
            if (!address.isBlank()) {
                try {
                    addresses.add(InetAddress.ofLiteral(address.strip()));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            Sidecar.ENV_ISSUER_ADDRESSES + " is '" + text
                                    + "'. Write IP addresses, separated by commas",
                            e);
                }
            }
        }
        return addresses;
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        String value = environment.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!isPort(value)) {
            throw new IllegalArgumentException(name + " is '" + value + "'. Write a port from 1 to 65535");
        }
        return Integer.parseInt(value);
    }

    private static boolean isPort(String value) {
        try {
            int port = Integer.parseInt(value);
            return port > 0 && port <= 65_535;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Of the issuing endpoint. */
    public static URI issuer(String text) {
        try {
            URI uri = new URI(text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            // Reported below.
        }
        throw new IllegalArgumentException(
                Sidecar.ENV_ISSUER_URL + " is '" + text + "'. Write https://<service>.<namespace>.svc");
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set, but the webhook must set it. Recreate the pod");
        }
        return value;
    }

    /**
     * Files and ports; fixed in a pod, different in tests and in the demo.
     *
     * @param volume the directory shared with the pod's containers
     * @param issuerToken the projected ServiceAccount token
     * @param external the directory of certificates that other components issue
     */
    public record Places(
            Path volume, Path issuerToken, Path external, int endpointPort, String probeAddress, int probePort) {
        /** A system property {@code rolesanywhere.…} can override each; none is set in a pod. */
        public static Places of(java.util.Properties properties) {
            return new Places(
                    Path.of(properties.getProperty("rolesanywhere.volume", Sidecar.CREDENTIALS_DIRECTORY)),
                    Path.of(properties.getProperty(
                            "rolesanywhere.issuerToken",
                            Sidecar.ISSUER_TOKEN_DIRECTORY + "/" + Sidecar.ISSUER_TOKEN_FILE)),
                    Path.of(properties.getProperty("rolesanywhere.external", Sidecar.EXTERNAL_DIRECTORY)),
                    port(properties, "rolesanywhere.endpointPort", Sidecar.ENDPOINT_PORT),
                    properties.getProperty("rolesanywhere.probeAddress", "0.0.0.0"),
                    port(properties, "rolesanywhere.probePort", Sidecar.PROBE_PORT));
        }

        /** The same with the webhook's ports; {@link Settings#of} reports an invalid port. */
        public Places with(Map<String, String> environment) {
            return new Places(
                    volume,
                    issuerToken,
                    external,
                    chosen(environment, Sidecar.ENV_ENDPOINT_PORT, endpointPort),
                    probeAddress,
                    chosen(environment, Sidecar.ENV_PROBE_PORT, probePort));
        }

        private static int chosen(Map<String, String> environment, String name, int otherwise) {
            String value = environment.getOrDefault(name, "");
            return isPort(value) ? Integer.parseInt(value) : otherwise;
        }

        private static int port(java.util.Properties properties, String name, int otherwise) {
            String value = properties.getProperty(name);
            return value == null ? otherwise : Integer.parseInt(value);
        }
    }
}
