package dev.rolesanywhere.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void the_version_is_the_builds() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("kubectl-rolesanywhere ").doesNotContain("$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "status",
                "whoami",
                "roles",
                "who-can",
                "trust-policy",
                "terraform",
                "csr",
                "rotate",
                "activate",
                "scan"
            })
    void each_command_explains_itself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString())
                .contains("kubectl rolesanywhere " + command, "--kubeconfig", "--context", "--output");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chek", "status", "check --no-such", "check -o yaml"})
    void wrong_usage_is_2(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
    }

    @Test
    void a_missing_kubeconfig_is_named() {
        assertThat(run("check", "--kubeconfig", "/no/such/file")).isEqualTo(2);
        assertThat(err.toString()).contains("/no/such/file").contains("Set --kubeconfig to a readable file.");
    }

    @Test
    void a_missing_context_is_reported_with_the_existing_contexts(@TempDir Path folder) throws Exception {
        Path file = kubeconfig(folder, "https://127.0.0.1:1");
        assertThat(run("check", "--kubeconfig", file.toString(), "--context", "prod"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no context prod").contains("here");
    }

    @Test
    void an_api_server_that_does_not_answer_is_3(@TempDir Path folder) throws Exception {
        Path file = kubeconfig(folder, "https://127.0.0.1:1");
        assertThat(run("roles", "--kubeconfig", file.toString())).isEqualTo(3);
        assertThat(err.toString())
                .contains("The API server does not answer: the connection was refused")
                .contains("kubectl version");
    }

    @ParameterizedTest
    @CsvSource({"true,,xterm,true", "false,,xterm,false", "true,1,xterm,false", "true,,dumb,false"})
    void only_terminals_with_color_support_get_color(boolean terminal, String noColor, String term, boolean colored) {
        assertThat(Main.isColored(terminal, Map.of("NO_COLOR", noColor == null ? "" : noColor, "TERM", term)))
                .isEqualTo(colored);
    }

    private static Path kubeconfig(Path folder, String server) throws Exception {
        return Files.writeString(folder.resolve("config"), """
            apiVersion: v1
            kind: Config
            current-context: here
            clusters: [{name: here, cluster: {server: "%s"}}]
            users: [{name: here, user: {token: none}}]
            contexts: [{name: here, context: {cluster: here, user: here}}]
            """.formatted(server));
    }

    private int run(String... arguments) {
        return Main.run(
                Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
                new PrintWriter(out),
                new PrintWriter(err),
                false,
                arguments);
    }
}
