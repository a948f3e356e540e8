package dev.rolesanywhere.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.e2e.scenario.Document;
import dev.rolesanywhere.e2e.terraform.Workspace.Outcome;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Terraform with AWS's own provider applies the module of {@code terraform/}: trust anchor and profile in the emulator,
 * roles in moto's IAM. Runs if {@code TERRAFORM} is set because both programs exist; {@code scripts/oracles} sets it.
 */
@EnabledIfEnvironmentVariable(
        named = "TERRAFORM",
        matches = ".+",
        disabledReason =
                "Not run: it needs terraform on the path, and AWS's provider where TF_CLI_ARGS_init=-plugin-dir=… finds it")
class ModuleTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RESOURCES = Path.of("src", "test", "resources", "terraform");
    private static final Path QUICKSTART = Path.of("..", "examples", "quickstart", "registered.yaml");
    private static final Path POLICY = Path.of("..", "examples", "aws-policies", "terraform.json");
    private static final String SECTION = "## Quickstart";
    private static final int REGISTER = 3;
    private static final int TRUST_POLICY = 4;

    @TempDir
    private Path folder;

    private Iam iam;
    private Emulator emulator;
    private Workspace workspace;

    @BeforeEach
    void aws() throws Exception {
        iam = Iam.start(folder);
        emulator = Emulator.start(EmulatorSettings.local());
        emulator.define(user());
        workspace = Workspace.in(folder, emulator, iam);
        Files.copy(RESOURCES.resolve("ca.pem"), folder.resolve("ca.pem"));
    }

    @AfterEach
    void no_credentials_of_aws_are_set() {
        iam.close();
        emulator.close();
    }

    /** kubectl is a function of the shell here; QuickstartE2E applies the same manifests to a cluster. */
    @Test
    void the_commands_of_the_readme_register_the_ca_and_create_the_role() throws Exception {
        Outcome outcome = workspace.run("""
                kubectl() { case $1 in get) cat ca.pem ;; apply) cat >manifests.yaml ;; esac; }
                """
                + readme(REGISTER, "")
                        .replace(">ca.pem", ">registered.pem")
                        .replace("\"ca.pem\"", "\"registered.pem\""));

        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("Apply complete! Resources: 4 added, 0 changed, 0 destroyed.");
        assertThat(documents(Files.readString(folder.resolve("manifests.yaml"))))
                .isEqualTo(documents(Files.readString(QUICKSTART)));
        assertThat(policy(workspace
                        .resource("aws_iam_role", "orders-reader")
                        .path("assume_role_policy")
                        .asText()))
                .isEqualTo(policy(readme(TRUST_POLICY, "text")));
    }

    @Test
    void every_input_reaches_aws_and_the_manifests() throws Exception {
        Files.copy(RESOURCES.resolve("every-input.tf"), folder.resolve("main.tf"));

        Outcome outcome = workspace.run(
                "terraform init && terraform validate && terraform apply && terraform output -raw manifests >manifests.yaml"
                        + " && terraform output -json target_trust_policies >targets.json");
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(documents(Files.readString(folder.resolve("manifests.yaml"))))
                .isEqualTo(documents(Files.readString(RESOURCES.resolve("every-input.yaml"))));

        JsonNode every = workspace.resource("aws_iam_role", "every");
        assertThat(every.path("path").asText()).isEqualTo("/orders/");
        assertThat(every.path("description").asText()).isEqualTo("Reads orders");
        assertThat(every.path("permissions_boundary").asText()).endsWith("/AmazonS3FullAccess");
        assertThat(every.path("max_session_duration").asInt()).isEqualTo(14400);
        assertThat(every.path("tags").toString()).isEqualTo("{\"cost\":\"orders\",\"team\":\"platform\"}");
        assertThat(workspace
                        .resource("aws_iam_role", "plain")
                        .path("permissions_boundary")
                        .asText())
                .endsWith("/ReadOnlyAccess");
        assertThat(workspace
                        .resource("aws_iam_role_policy", "every bucket")
                        .path("policy")
                        .asText())
                .contains("s3:GetObject");
        assertThat(workspace
                        .resource("aws_iam_role_policy", "every")
                        .path("policy")
                        .asText())
                .contains("sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession", "role/reports-writer");
        JsonNode targets = JSON.readTree(folder.resolve("targets.json").toFile());
        assertThat(targets).hasSize(1);
        assertThat(policy(targets.path("every").asText()))
                .isEqualTo(JSON.readTree(
                        RESOURCES.resolve("target-trust-policy.json").toFile()));
        JsonNode profile = workspace.resource("aws_rolesanywhere_profile", "");
        assertThat(profile.path("duration_seconds").asInt()).isEqualTo(14400);
        assertThat(texts(profile.path("role_arns")))
                .containsExactlyInAnyOrder(
                        "arn:aws:iam::111122223333:role/legacy/there",
                        "arn:aws:iam::111122223333:role/orders/prod-2-every",
                        "arn:aws:iam::111122223333:role/platform/prod-2-plain");

        Outcome again = workspace.run("terraform plan -detailed-exitcode");
        assertThat(again.exit()).as(again.output()).isZero();
        Outcome destroyed = workspace.run("terraform apply -destroy");
        assertThat(destroyed.exit()).as(destroyed.output()).isZero();
        assertThat(permitted()).containsAll(workspace.actions());
    }

    @Test
    void wrong_inputs_are_rejected_with_the_correction() throws Exception {
        Files.copy(RESOURCES.resolve("wrong-inputs.tf"), folder.resolve("main.tf"));

        Outcome outcome = workspace.run("terraform init >init.log && terraform plan");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.output().replaceAll("[│\\s]+", " "))
                .contains(
                        "ca_bundle must be the PEM certificates of status.caBundle, and no key.",
                        "session_seconds must be 3600 to 43200",
                        "path must begin and end with a slash",
                        "Each role needs namespaces or namespace_labels",
                        "A role with role_arn exists already",
                        "session_seconds of a role must be 3600 to 43200",
                        "session_seconds of a target_role must be 900 to 3600");
    }

    private static List<String> permitted() throws IOException {
        return JSON.readTree(POLICY.toFile()).path("Statement").findValues("Action").stream()
                .flatMap(actions -> actions.isTextual() ? Stream.of(actions.asText()) : texts(actions).stream())
                .toList();
    }

    /** The user whose keys the workspace has, so that the emulator decides by the policy. */
    private static JsonNode user() throws IOException {
        ObjectNode user = JSON.createObjectNode()
                .put("name", "terraform")
                .put("accessKeyId", Workspace.ACCESS_KEY_ID)
                .put("secretAccessKey", Workspace.SECRET_ACCESS_KEY);
        user.set("policy", JSON.readTree(POLICY.toFile()));
        return JSON.createObjectNode().set("users", JSON.createArrayNode().add(user));
    }

    private static String readme(int step, String language) {
        return Document.of("README.md").step(SECTION, step).stream()
                .filter(block -> block.language().equals(language))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static List<JsonNode> documents(String manifests) throws IOException {
        var documents = new ArrayList<JsonNode>();
        for (String document : withoutIds(manifests).split("(?m)^---$")) {
            documents.add(YAML.readTree(document));
        }
        return documents;
    }

    /** The order of a policy's actions and conditions has no meaning. */
    private static JsonNode policy(String json) throws IOException {
        JsonNode policy = JSON.readTree(withoutIds(json));
        var actions = texts(policy.path("Statement").path(0).path("Action")).stream()
                .sorted()
                .toList();
        ((ObjectNode) policy.path("Statement").path(0)).set("Action", JSON.valueToTree(actions));
        return policy;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String withoutIds(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID");
    }
}
