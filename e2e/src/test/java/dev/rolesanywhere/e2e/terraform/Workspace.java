package dev.rolesanywhere.e2e.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.emulator.Emulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A folder with the module as {@code terraform/}, in which shell commands run. AWS is the emulator, and moto for IAM and STS. */
record Workspace(Path folder, Emulator emulator, Iam iam) {
    static final String ACCESS_KEY_ID = "AKIATERRAFORM";
    static final String SECRET_ACCESS_KEY = "secret-of-the-test";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern METHOD = Pattern.compile("rpc\\.method=(\\w+)");
    private static final Pattern SERVICE = Pattern.compile("rpc\\.service=\"?(IAM|RolesAnywhere)");

    record Outcome(int exit, String output) {}

    static Workspace in(Path folder, Emulator emulator, Iam iam) throws IOException {
        Files.createSymbolicLink(
                folder.resolve("terraform"), Path.of("..", "terraform").toRealPath());
        return new Workspace(folder, emulator, iam);
    }

    Outcome run(String commands) throws IOException, InterruptedException {
        var shell = new ProcessBuilder("sh", "-ec", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID);
        shell.environment().put("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY);
        shell.environment()
                .put("AWS_ENDPOINT_URL_ROLESANYWHERE", emulator.endpoint().toString());
        shell.environment().put("AWS_ENDPOINT_URL_IAM", iam.endpoint().toString());
        shell.environment().put("AWS_ENDPOINT_URL_STS", iam.endpoint().toString());
        shell.environment().put("TF_CLI_ARGS_apply", "-auto-approve -no-color");
        shell.environment().put("TF_CLI_ARGS_plan", "-no-color");
        shell.environment().put("TF_LOG_PROVIDER", "DEBUG");
        shell.environment().put("TF_LOG_PATH", log().toString());
        Process process = shell.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    /** The IAM actions behind the calls of Terraform so far. */
    Set<String> actions() throws IOException {
        var actions = new TreeSet<String>();
        for (String line : Files.readAllLines(log())) {
            var method = METHOD.matcher(line);
            var service = SERVICE.matcher(line);
            if (method.find() && service.find()) {
                actions.add((service.group(1).equals("IAM") ? "iam:" : "rolesanywhere:") + method.group(1));
            }
        }
        return actions;
    }

    /** The attributes of a resource in Terraform's state. */
    JsonNode resource(String type, String key) throws IOException {
        for (JsonNode resource :
                JSON.readTree(folder.resolve("terraform.tfstate").toFile()).path("resources")) {
            if (resource.path("type").asText().equals(type)) {
                for (JsonNode instance : resource.path("instances")) {
                    if (instance.path("index_key").asText().equals(key)) {
                        return instance.path("attributes");
                    }
                }
            }
        }
        throw new AssertionError("the state has no " + type + " " + key);
    }

    private Path log() {
        return folder.resolve("provider.log");
    }
}
