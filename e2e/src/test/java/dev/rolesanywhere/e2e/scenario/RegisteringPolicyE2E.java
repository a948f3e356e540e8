package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of docs/operations.md, "Registering the CA by CLI", with exactly the policy of examples/aws-policies. AWS's CLI comes with the images of
 * the scenarios. The emulator runs in this process: with a user there, IAM decides about everybody's calls.
 */
@NeedsCluster
@InTurn
class RegisteringPolicyE2E {
    private static final String SECTION = "## Registering the CA by CLI";
    private static final Path CLI =
            Path.of("..", "build", "workloads", "python", "site").toAbsolutePath();
    private static final Path POLICY = Path.of("..", "examples", "aws-policies", "register-by-cli.json");
    private static final Path CA = Path.of("src", "test", "resources", "terraform", "ca.pem");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NONE = "none:None";

    private final Document page = Document.of("docs", "operations.md");

    @TempDir
    private Path folder;

    @Test
    void the_policy_permits_each_command_of_the_page() throws Exception {
        assertThat(register(JSON.readTree(POLICY.toFile()))).endsWith(":role/orders-writer");
    }

    /** {@code iam:CreateRole} is for {@code aws iam}, which has nothing behind it here. */
    @Test
    void each_action_of_the_policy_is_needed_and_named_if_it_is_missing() throws Exception {
        for (String action : actions(JSON.readTree(POLICY.toFile()))) {
            if (!action.equals("iam:CreateRole")) {
                assertThat(register(without(action)))
                        .contains("is not authorized to perform: " + action + " on resource");
            }
        }
    }

    /** The output of the commands until the first failure. */
    private String register(JsonNode policy) throws Exception {
        Files.writeString(folder.resolve("ca.pem"), Files.readString(CA));
        try (Emulator emulator = Emulator.start(EmulatorSettings.local())) {
            ObjectNode user = JSON.createObjectNode()
                    .put("name", "platform")
                    .put("accessKeyId", "AKIAPLATFORM")
                    .put("secretAccessKey", "secret-of-the-test");
            user.set("policy", policy);
            emulator.define(
                    JSON.createObjectNode().set("users", JSON.createArrayNode().add(user)));
            return aws(
                    emulator,
                    "set -e",
                    command(2),
                    "profile=$(" + command(3).strip() + ")",
                    command(6).replaceAll("--profile-id \\S+", "--profile-id \"\\${profile##*/}\""));
        }
    }

    private String command(int step) {
        return page.step(SECTION, step).getFirst().text();
    }

    private String aws(Emulator emulator, String... commands) throws IOException, InterruptedException {
        String function = "aws() { PYTHONPATH=" + CLI + " python3 " + CLI + "/bin/aws \"$@\"; }\n";
        var shell = new ProcessBuilder("sh", "-c", function + String.join("\n", commands))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("AWS_ACCESS_KEY_ID", "AKIAPLATFORM");
        shell.environment().put("AWS_SECRET_ACCESS_KEY", "secret-of-the-test");
        shell.environment().put("AWS_DEFAULT_REGION", "eu-west-1");
        shell.environment()
                .put("AWS_ENDPOINT_URL_ROLESANYWHERE", emulator.endpoint().toString());
        Process process = shell.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.strip();
    }

    private static JsonNode without(String action) throws IOException {
        JsonNode policy = JSON.readTree(POLICY.toFile());
        for (JsonNode statement : policy.get("Statement")) {
            List<String> left = actions(statement);
            left.remove(action);
            ((ObjectNode) statement).set("Action", JSON.valueToTree(left.isEmpty() ? List.of(NONE) : left));
        }
        return policy;
    }

    private static List<String> actions(JsonNode policyOrStatement) {
        List<String> actions = new ArrayList<>();
        for (JsonNode action : policyOrStatement.findValues("Action")) {
            if (action.isTextual()) {
                actions.add(action.asText());
            } else {
                action.forEach(each -> actions.add(each.asText()));
            }
        }
        return actions;
    }
}
