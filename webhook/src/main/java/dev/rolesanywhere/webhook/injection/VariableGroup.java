package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Environment variables that only make sense together: a container that sets one of them keeps its own, and gets none of ours.
 *
 * @param reserved names that mean the container looks after this itself
 * @param desired what it gets otherwise, as Kubernetes EnvVars
 * @param givesCredentials whether a container that looks after this itself should be pointed out
 */
record VariableGroup(Set<String> reserved, List<ObjectNode> desired, boolean givesCredentials) {
    static final String CONFIG_FILE = "AWS_CONFIG_FILE";
    static final String SHARED_CREDENTIALS_FILE = "AWS_SHARED_CREDENTIALS_FILE";
    static final String FULL_URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
    private static final String TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    private static final String REGION = "AWS_REGION";
    private static final String DEFAULT_REGION = "AWS_DEFAULT_REGION";
    private static final String LOOPBACK = "http://127.0.0.1:";

    /** @param ownConfigFile whether the container names a config file of its own */
    static List<VariableGroup> of(Inject decision, ContainerView container, boolean ownConfigFile) {
        List<VariableGroup> groups = new ArrayList<>();
        if (decision.settings().delivery() == Delivery.Files) {
            groups.add(new VariableGroup(
                    Set.of(SHARED_CREDENTIALS_FILE, CONFIG_FILE),
                    List.of(
                            inVolume(SHARED_CREDENTIALS_FILE, Sidecar.CREDENTIALS_FILE),
                            inVolume(CONFIG_FILE, Sidecar.CONFIG_FILE)),
                    true));
        } else {
            // By the role's name: its profile may belong to another role by the time that the pod asks.
            Optional<String> own = decision.ownRole(container.name());
            groups.add(endpoint(
                    decision.ports().endpoint(),
                    own.map(role -> Sidecar.ROLE_CREDENTIALS_PATH + "/" + role).orElse(Sidecar.CREDENTIALS_PATH),
                    own.map(role -> Sidecar.ROLE_TOKENS_DIRECTORY + "/" + role).orElse(Sidecar.TOKEN_FILE)));
            if (decision.severalRoles()) {
                groups.add(new VariableGroup(
                        Set.of(CONFIG_FILE), List.of(inVolume(CONFIG_FILE, Sidecar.PROFILES_CONFIG_FILE)), true));
            }
        }
        // Both: boto3 and the AWS CLI v1 read only the second, most other SDKs only the first.
        region(decision, container, ownConfigFile)
                .ifPresent(region -> groups.add(new VariableGroup(
                        Set.of(REGION, DEFAULT_REGION),
                        List.of(SidecarParts.variable(REGION, region), SidecarParts.variable(DEFAULT_REGION, region)),
                        false)));
        return groups;
    }

    /**
     * The region that somebody chose for the pod, unless the container may have one that the webhook cannot see. Otherwise the default role's, where nobody
     * can have set one.
     */
    private static Optional<String> region(Inject decision, ContainerView container, boolean ownConfigFile) {
        if (container.hasEnvFrom()) {
            return Optional.empty();
        }
        Optional<String> chosen = Optional.ofNullable(decision.settings().region());
        return ownConfigFile || container.mountsAwsFiles() ? chosen : chosen.or(decision::defaultRegion);
    }

    private static VariableGroup endpoint(int port, String path, String tokenFile) {
        return new VariableGroup(
                Set.of(FULL_URI, TOKEN_FILE, TOKEN),
                List.of(SidecarParts.variable(FULL_URI, LOOPBACK + port + path), inVolume(TOKEN_FILE, tokenFile)),
                true);
    }

    static boolean isOurs(JsonNode variable) {
        return isOurs(variable.path("name").asText(), variable.path("value").asText());
    }

    /** Whether the variable looks as this webhook writes it, in this version or an older one. The region never does. */
    static boolean isOurs(String name, String value) {
        return switch (name) {
            case FULL_URI -> value.startsWith(LOOPBACK) && (value + "/").contains(Sidecar.CREDENTIALS_PATH + "/");
            case TOKEN_FILE, CONFIG_FILE, SHARED_CREDENTIALS_FILE ->
                value.startsWith(Sidecar.CREDENTIALS_DIRECTORY + "/");
            default -> false;
        };
    }

    private static ObjectNode inVolume(String variable, String file) {
        return SidecarParts.variable(variable, Sidecar.CREDENTIALS_DIRECTORY + "/" + file);
    }
}
