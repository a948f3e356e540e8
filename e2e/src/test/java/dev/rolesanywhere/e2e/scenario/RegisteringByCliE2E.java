package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Document.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/operations.md, "Registering the CA by CLI", with a separate trust anchor: kubectl on the node, AWS's CLI with
 * the emulator. {@code aws iam} has no real service here; the emulator's own interface creates the role.
 */
@NeedsCluster
@InTurn
class RegisteringByCliE2E {
    private static final String SECTION = "## Registering the CA by CLI";
    private static final String ANCHOR = "by-cli";
    private static final Path CLI = Path.of("..", "build", "workloads", "python", "site");

    private final Installation installation = Installation.get();
    private final Document page = Document.of("docs", "operations.md");

    @TempDir
    private Path folder;

    @Test
    void the_commands_of_the_page_register_the_ca() throws Exception {
        var anchors = new TrustAnchors();
        anchors.selfSigned(ANCHOR);
        anchors.awaitReady(ANCHOR);

        Files.writeString(folder.resolve("ca.pem"), kubectl(block(1, "", 0)));
        String anchorArn = aws(block(2, "", 0)).strip();
        assertThat(anchorArn).matches(anyId(block(2, "text", 0)));
        String profileArn = aws(block(3, "", 0)).strip();
        assertThat(profileArn).matches(anyId(block(3, "text", 0)));
        apply(block(4, "yaml", 0)
                .replace("{name: default}", "{name: " + ANCHOR + "}")
                .replace("prod-1.example.org", ANCHOR + ".example.org")
                .replaceAll("arn: arn:aws:rolesanywhere\\S*", "arn: " + anchorArn)
                .replaceAll("profileARN: arn:aws:rolesanywhere\\S*", "profileARN: " + profileArn));
        apply(block(4, "yaml", 1).replace("spec:", "spec:\n  trustAnchorRef: {name: " + ANCHOR + "}"));
        await().atMost(Cluster.PATIENCE).until(() -> kubectl(block(5, "", 0)).contains(anchorArn));
        installation.emulator().createRole("orders-writer", kubectl(block(5, "", 0)));
        assertThat(block(5, "", 1)).startsWith("aws iam create-role");
        String profileId = profileArn.substring(profileArn.lastIndexOf('/') + 1);
        assertThat(aws(block(6, "", 0).replaceAll("--profile-id \\S+", "--profile-id " + profileId)))
                .isEqualToIgnoringWhitespace(block(6, "text", 0));
    }

    private void apply(String manifest) {
        kubectl("kubectl apply -f - <<'X'\n" + manifest + "X");
    }

    private String block(int step, String language, int index) {
        List<Block> blocks = page.step(SECTION, step).stream()
                .filter(block -> block.language().equals(language))
                .toList();
        return blocks.get(index).text();
    }

    /** The ARN as documented, with any id. */
    private static String anyId(String arn) {
        return arn.strip().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}$", "[0-9a-f-]{36}");
    }

    /** The redirection into a file is the caller's. */
    private String kubectl(String command) {
        String there = command.replaceAll(">(ca.pem|trust.json)", "").replace("awsta default", "awsta " + ANCHOR);
        return installation.cluster().run("sh", "-c", "export KUBECONFIG=/etc/rancher/k3s/k3s.yaml\n" + there);
    }

    private String aws(String command) throws IOException, InterruptedException {
        var shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "aws() { PYTHONPATH=" + CLI.toAbsolutePath() + " python3 " + CLI.toAbsolutePath()
                                + "/bin/aws \"$@\"; }\n" + command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("AWS_ACCESS_KEY_ID", "test");
        shell.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        shell.environment().put("AWS_DEFAULT_REGION", "eu-west-1");
        shell.environment()
                .put("AWS_ENDPOINT_URL_ROLESANYWHERE", installation.emulator().address());
        Process process = shell.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
