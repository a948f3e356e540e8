package dev.rolesanywhere.sidecar.settings;

import dev.rolesanywhere.crds.contract.Sidecar;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What one sidecar needs to know.
 *
 * @param issuer the issuing endpoint, https only
 * @param issuerBundle PEM of the authorities that the issuing endpoint's certificate may chain to
 * @param gateStart whether {@code /started} waits for the default role's credentials
 * @param places where files and ports are
 */
public record Settings(URI issuer, String issuerBundle, boolean gateStart, Places places) {
    static final String WAIT = "WaitForCredentials";
    static final String DO_NOT_WAIT = "DoNotWait";

    /** @throws IllegalArgumentException with the variable and what to write there */
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
        return new Settings(
                issuer(required(environment, Sidecar.ENV_ISSUER_URL)), bundle, startup.equals(WAIT), places);
    }

    private static URI issuer(String text) {
        try {
            URI uri = new URI(text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                Sidecar.ENV_ISSUER_URL + " is '" + text + "'. Write https://<service>.<namespace>.svc");
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; the webhook sets it. Let the pod be created anew");
        }
        return value;
    }

    /**
     * Files and ports; fixed in a pod, elsewhere in tests and in the demo.
     *
     * @param volume the directory shared with the pod's containers
     * @param issuerToken the projected ServiceAccount token
     */
    public record Places(Path volume, Path issuerToken, int endpointPort, String probeAddress, int probePort) {
        /** Each may be moved by a system property {@code rolesanywhere.…}; none is set in a pod. */
        public static Places of(java.util.Properties properties) {
            return new Places(
                    Path.of(properties.getProperty("rolesanywhere.volume", Sidecar.CREDENTIALS_DIRECTORY)),
                    Path.of(properties.getProperty(
                            "rolesanywhere.issuerToken",
                            Sidecar.ISSUER_TOKEN_DIRECTORY + "/" + Sidecar.ISSUER_TOKEN_FILE)),
                    port(properties, "rolesanywhere.endpointPort", Sidecar.ENDPOINT_PORT),
                    properties.getProperty("rolesanywhere.probeAddress", "0.0.0.0"),
                    port(properties, "rolesanywhere.probePort", Sidecar.PROBE_PORT));
        }

        private static int port(java.util.Properties properties, String name, int otherwise) {
            String value = properties.getProperty(name);
            return value == null ? otherwise : Integer.parseInt(value);
        }
    }
}
