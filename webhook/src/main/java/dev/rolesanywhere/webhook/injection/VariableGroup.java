package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfNodeAgent;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfSidecar;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.settings.ChartSettings.NodeAgentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Environment variables that only work together. A container that sets one of them keeps its own variables, and gets
 * none of ours.
 *
 * @param reserved names that mean that the container configures this itself
 * @param desired what the container otherwise gets, as Kubernetes EnvVars
 * @param givesCredentials whether to warn about a container that configures this itself
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

    /**
     * The hosts to which SDKs send a token without TLS. The port distinguishes our endpoint from EKS Pod Identity's,
     * which has the same path.
     */
    private static final Pattern AGENT_URI =
            Pattern.compile("http://(169\\.254\\.170\\.2|169\\.254\\.170\\.23|\\[fd00:ec2::23]):[0-9]{1,5}"
                    + Sidecar.CREDENTIALS_PATH + "(/.*)?");

    /** @param ownConfigFile whether the container sets its own config file */
    static List<VariableGroup> of(Inject decision, ContainerView container, boolean ownConfigFile) {
        // By the role's name, because its profile may belong to another role when the pod sends a request.
        Optional<String> own = decision.ownRole(container.name());
        String path =
                own.map(role -> Sidecar.ROLE_CREDENTIALS_PATH + "/" + role).orElse(Sidecar.CREDENTIALS_PATH);
        List<VariableGroup> groups = new ArrayList<>();
        switch (decision.source()) {
            case OfNodeAgent(NodeAgentSettings agent) ->
                groups.add(endpoint(agent.url() + path, NodeAgent.TOKEN_DIRECTORY + "/" + NodeAgent.TOKEN_FILE));
            case OfSidecar(SidecarPorts ports) -> {
                if (decision.settings().delivery() == Delivery.Files) {
                    groups.add(files());
                } else {
                    groups.add(endpoint(
                            LOOPBACK + ports.endpoint() + path,
                            inVolume(own.map(role -> Sidecar.ROLE_TOKENS_DIRECTORY + "/" + role)
                                    .orElse(Sidecar.TOKEN_FILE))));
                    if (decision.severalRoles()) {
                        groups.add(profiles());
                    }
                }
            }
        }
        // Both: boto3 and the AWS CLI v1 read only the second, and most other SDKs only the first.
        region(decision, container, ownConfigFile)
                .ifPresent(region -> groups.add(new VariableGroup(
                        Set.of(REGION, DEFAULT_REGION),
                        List.of(
                                ContainerParts.variable(REGION, region),
                                ContainerParts.variable(DEFAULT_REGION, region)),
                        false)));
        return groups;
    }

    /**
     * The region that the user chose for the pod, unless the container may have one that the webhook cannot see.
     * Otherwise the default role's region, if no user can have set one.
     */
    private static Optional<String> region(Inject decision, ContainerView container, boolean ownConfigFile) {
        if (container.hasEnvFrom()) {
            return Optional.empty();
        }
        Optional<String> chosen = Optional.ofNullable(decision.settings().region());
        return ownConfigFile || container.mountsAwsFiles() ? chosen : chosen.or(decision::defaultRegion);
    }

    private static VariableGroup endpoint(String uri, String tokenFile) {
        return new VariableGroup(
                Set.of(FULL_URI, TOKEN_FILE, TOKEN),
                List.of(ContainerParts.variable(FULL_URI, uri), ContainerParts.variable(TOKEN_FILE, tokenFile)),
                true);
    }

    private static VariableGroup files() {
        return new VariableGroup(
                Set.of(SHARED_CREDENTIALS_FILE, CONFIG_FILE),
                List.of(
                        ContainerParts.variable(SHARED_CREDENTIALS_FILE, inVolume(Sidecar.CREDENTIALS_FILE)),
                        ContainerParts.variable(CONFIG_FILE, inVolume(Sidecar.CONFIG_FILE))),
                true);
    }

    /** In addition to the endpoint, which has the default role. */
    private static VariableGroup profiles() {
        return new VariableGroup(
                Set.of(CONFIG_FILE),
                List.of(ContainerParts.variable(CONFIG_FILE, inVolume(Sidecar.PROFILES_CONFIG_FILE))),
                true);
    }

    static boolean isOurs(JsonNode variable) {
        return isOurs(variable.path("name").asText(), variable.path("value").asText());
    }

    /** Whether the variable has the form that this webhook or an older version writes. The region never has. */
    static boolean isOurs(String name, String value) {
        return switch (name) {
            case FULL_URI ->
                AGENT_URI.matcher(value).matches()
                        || value.startsWith(LOOPBACK) && (value + "/").contains(Sidecar.CREDENTIALS_PATH + "/");
            case TOKEN_FILE ->
                value.startsWith(Sidecar.CREDENTIALS_DIRECTORY + "/")
                        || value.startsWith(NodeAgent.TOKEN_DIRECTORY + "/");
            case CONFIG_FILE, SHARED_CREDENTIALS_FILE -> value.startsWith(Sidecar.CREDENTIALS_DIRECTORY + "/");
            default -> false;
        };
    }

    private static String inVolume(String file) {
        return Sidecar.CREDENTIALS_DIRECTORY + "/" + file;
    }
}
