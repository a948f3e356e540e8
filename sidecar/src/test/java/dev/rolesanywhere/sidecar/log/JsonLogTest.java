package dev.rolesanywhere.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.architecture.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Against the list in docs/reference.md, which LogSchemaTest of the operator reads as well. */
class JsonLogTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Path REFERENCE = Path.of("../docs/reference.md");

    @Test
    void a_warning_has_documented_fields_only() throws Exception {
        JsonNode line = printed(log -> log.warn("PodGone", "reader", "the pod is gone", "Restart the pod."));
        assertThat(fields(line, ""))
                .containsExactly(
                        "timestamp",
                        "level",
                        "logger",
                        "message",
                        "context",
                        "context.reason",
                        "context.role",
                        "context.action");
        assertThat(documented()).containsAll(fields(line, ""));
        assertThat(line)
                .hasToString("{\"timestamp\":\"2026-01-02T03:04:05Z\",\"level\":\"WARN\","
                        + "\"logger\":\"dev.rolesanywhere.sidecar\",\"message\":\"the pod is gone\","
                        + "\"context\":{\"reason\":\"PodGone\",\"role\":\"reader\",\"action\":\"Restart the pod.\"}}");
    }

    @Test
    void a_field_without_a_value_is_left_out() throws Exception {
        JsonNode line = printed(log -> log.info("Accepted", null, "credentials until noon"));
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("context")).hasToString("{\"reason\":\"Accepted\"}");
    }

    @Test
    void at_level_warn_only_problems_are_printed() {
        assertThat(lines(Map.of("ROLESANYWHERE_LOG_LEVEL", "WARN")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("PodGone");
    }

    @Test
    void as_text_a_line_has_the_same_content_and_stays_one_line() {
        assertThat(lines(Map.of("ROLESANYWHERE_LOG_FORMAT", "Text")))
                .containsExactly(
                        "2026-01-02T03:04:05Z INFO credentials until noon {\"reason\":\"Accepted\"}",
                        "2026-01-02T03:04:05Z WARN the pod is   gone"
                                + " {\"reason\":\"PodGone\",\"role\":\"reader\",\"action\":\"Restart the pod.\"}");
    }

    @Test
    void a_value_of_a_newer_webhook_changes_nothing() {
        assertThat(lines(Map.of("ROLESANYWHERE_LOG_LEVEL", "TRACE", "ROLESANYWHERE_LOG_FORMAT", "XML")))
                .isEqualTo(lines(Map.of()))
                .hasSize(2)
                .allMatch(line -> line.startsWith("{"));
    }

    private static List<String> lines(Map<String, String> environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLog log = new JsonLog(
                new PrintStream(out, true, StandardCharsets.UTF_8), new TestClock(NOW), LogSettings.of(environment));
        log.info("Accepted", null, "credentials until noon");
        log.warn("PodGone", "reader", "the pod\u2028is\r\n\u202egone", "Restart the pod.");
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static JsonNode printed(Consumer<JsonLog> call) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        call.accept(new JsonLog(new PrintStream(out, true, StandardCharsets.UTF_8), new TestClock(NOW)));
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private static List<String> fields(JsonNode object, String prefix) {
        List<String> fields = new ArrayList<>();
        object.properties().forEach(field -> {
            fields.add(prefix + field.getKey());
            fields.addAll(fields(field.getValue(), prefix + field.getKey() + "."));
        });
        return fields;
    }

    private static List<String> documented() throws Exception {
        String page = Files.readString(REFERENCE);
        String table = page.substring(page.indexOf("## Log lines"));
        return Pattern.compile("^\\| `([\\w.]+)` \\|", Pattern.MULTILINE)
                .matcher(table.substring(0, table.indexOf("\n## ")))
                .results()
                .map(row -> row.group(1))
                .toList();
    }
}
