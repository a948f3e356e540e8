package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs Prometheus' own promtool on the rendered rules, if {@code PROMTOOL} names it; {@code make oracles} builds it.
 */
@EnabledIfEnvironmentVariable(
        named = AlertRulesTest.PROMTOOL,
        matches = ".+",
        disabledReason = "Not run: set PROMTOOL to the path of Prometheus' promtool")
class AlertRulesTest {
    static final String PROMTOOL = "PROMTOOL";
    private static final Path CASES = Path.of("src", "test", "resources", "monitoring", "alerts.yaml");

    @TempDir
    private Path folder;

    @Test
    void prometheus_accepts_the_rules() throws Exception {
        rules();
        assertThat(promtool("check", "rules", "--lint=all", "--lint-fatal", "rules.yaml"))
                .contains("SUCCESS");
    }

    @Test
    void each_alert_fires_exactly_in_its_firing_cases() throws Exception {
        rules();
        Files.copy(CASES, folder.resolve("alerts.yaml"));
        assertThat(promtool("test", "rules", "alerts.yaml")).contains("SUCCESS");
    }

    @Test
    void prometheus_understands_every_query_of_the_dashboard() throws Exception {
        List<String> queries = Serialization.<JsonNode>unmarshal(MonitoringTest.dashboard(), JsonNode.class)
                .path("panels")
                .findValuesAsText("expr");
        write(queries.stream()
                .map(query -> Map.of("record", "dashboard:query" + queries.indexOf(query), "expr", query))
                .toList());
        assertThat(promtool("check", "rules", "--lint=none", "rules.yaml")).contains(queries.size() + " rules found");
    }

    @Test
    void each_alert_has_a_firing_case_and_a_quiet_case() throws IOException {
        List<String> cases = ChartValues.tree(CASES).path("tests").findValuesAsText("name");
        assertThat(MonitoringTest.rules("https://docs.example.org/").findValuesAsText("alert"))
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(cases).contains(alert + " fires", alert + " does not fire"));
    }

    private void rules() throws IOException {
        write(MonitoringTest.rules("https://docs.example.org/"));
    }

    private void write(Object rules) throws IOException {
        Files.writeString(
                folder.resolve("rules.yaml"),
                Serialization.asYaml(Map.of("groups", List.of(Map.of("name", "roles-anywhere", "rules", rules)))));
    }

    private String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(System.getenv(PROMTOOL)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
