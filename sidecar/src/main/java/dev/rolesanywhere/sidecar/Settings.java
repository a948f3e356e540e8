package dev.rolesanywhere.sidecar;

import dev.rolesanywhere.crds.contract.Sidecar;
import java.nio.file.Path;
import java.util.Map;

/** What the webhook gave this process; see docs/architecture.md. Directories and ports move only where several sidecars share a machine. */
public record Settings(
        String issuerUrl,
        String issuerBundle,
        boolean waitForCredentials,
        Path tokenFile,
        Path directory,
        int endpointPort,
        int probePort) {
    /** @throws IllegalArgumentException where a variable is missing; the message names it */
    static Settings of(Map<String, String> environment) {
        return new Settings(
                required(environment, Sidecar.ENV_ISSUER_URL),
                required(environment, Sidecar.ENV_ISSUER_CA),
                !"DoNotWait".equals(environment.get(Sidecar.ENV_STARTUP)),
                Path.of(environment.getOrDefault(
                        "ROLESANYWHERE_TOKEN_FILE", Sidecar.ISSUER_TOKEN_DIRECTORY + "/" + Sidecar.ISSUER_TOKEN_FILE)),
                Path.of(environment.getOrDefault("ROLESANYWHERE_DIRECTORY", Sidecar.CREDENTIALS_DIRECTORY)),
                Integer.parseInt(environment.getOrDefault("ROLESANYWHERE_PORT", "" + Sidecar.ENDPOINT_PORT)),
                Integer.parseInt(environment.getOrDefault("ROLESANYWHERE_PROBE_PORT", "" + Sidecar.PROBE_PORT)));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the environment has no " + name
                    + ", which the webhook sets; delete the pod, so that it is injected anew");
        }
        return value;
    }
}
