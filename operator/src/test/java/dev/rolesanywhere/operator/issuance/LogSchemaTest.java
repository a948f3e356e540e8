package dev.rolesanywhere.operator.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.operator.caller.PodReference;
import io.quarkus.logging.json.runtime.JsonFormatter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the list in docs/reference.md, which JsonLogTest of the sidecar reads as well. */
class LogSchemaTest {
    private static final String PREFIX = "quarkus.log.console.json.";

    @ParameterizedTest
    @ValueSource(strings = {"operator", "webhook"})
    void a_line_of_a_server_has_documented_fields_only(String module) throws Exception {
        JsonNode line = printed(module, Map.of("reason", "PodGone", "role", "reader"));
        assertThat(fields(line, ""))
                .containsExactlyInAnyOrder(
                        "timestamp",
                        "level",
                        "logger",
                        "message",
                        "exception",
                        "context",
                        "context.reason",
                        "context.role");
        assertThat(documented()).containsAll(fields(line, ""));
        assertThat(line.path("timestamp").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("logger").asText()).isEqualTo("dev.rolesanywhere.audit");
    }

    @Test
    void every_field_of_the_audit_log_is_documented() throws Exception {
        AuditLog audit = new AuditLog();
        PodReference pod = new PodReference("shop", "orders-7d9f", "0a1b", "orders");
        assertThat(contexts(() -> {
                    audit.refused(pod, "reader", "PodGone");
                    audit.refused("10.0.0.1", "TokenRejected");
                }))
                .hasSize(2)
                .allSatisfy(context -> assertThat(documented())
                        .containsAll(context.keySet().stream()
                                .map(field -> "context." + field)
                                .toList()));
    }

    /** Quarkus can assign the variable to a category only if the settings name it. */
    @ParameterizedTest
    @CsvSource({"operator, dev.rolesanywhere", "operator, io.javaoperatorsdk", "webhook, dev.rolesanywhere"})
    void the_charts_level_debug_reaches_its_categories(String module, String category) throws Exception {
        String variable =
                "QUARKUS_LOG_CATEGORY__" + category.toUpperCase(Locale.ROOT).replace('.', '_') + "__LEVEL";
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(texts(settings(module)), module, 250))
                .withSources(new EnvConfigSource(Map.of(variable, "DEBUG"), 300))
                .build();
        assertThat(config.getValue("quarkus.log.category.\"" + category + "\".level", String.class))
                .isEqualTo("DEBUG");
    }

    @Test
    void the_audit_log_has_a_separate_level() throws Exception {
        assertThat(settings("operator"))
                .containsEntry("quarkus.log.category.\"dev.rolesanywhere.audit\".level", "INFO");
    }

    private static Properties settings(String module) throws Exception {
        Properties settings = new Properties();
        try (Reader reader =
                Files.newBufferedReader(Path.of("..", module, "src/main/resources/application.properties"))) {
            settings.load(reader);
        }
        return settings;
    }

    /** With the module's settings, as Quarkus uses them. */
    private static JsonNode printed(String module, Map<String, String> context) throws Exception {
        Properties settings = settings(module);
        JsonFormatter formatter = new JsonFormatter(
                settings.getProperty(PREFIX + "key-overrides"),
                Set.of(settings.getProperty(PREFIX + "excluded-keys").split(",")),
                Map.of());
        formatter.setZoneId(settings.getProperty(PREFIX + "zone-id"));
        ExtLogRecord entry = new ExtLogRecord(Level.WARN, "the pod is gone", LogSchemaTest.class.getName());
        entry.setLoggerName("dev.rolesanywhere.audit");
        entry.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
        entry.setMdc(context);
        entry.setThrown(new IllegalStateException("why"));
        return new ObjectMapper().readTree(formatter.format(entry));
    }

    private static List<Map<String, Object>> contexts(Runnable logging) {
        List<Map<String, Object>> contexts = new ArrayList<>();
        Logger logger = Logger.getLogger("dev.rolesanywhere.audit");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                contexts.add(new LinkedHashMap<>(MDC.getMap()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            logging.run();
        } finally {
            logger.removeHandler(handler);
        }
        return contexts;
    }

    private static Map<String, String> texts(Properties settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        settings.stringPropertyNames().forEach(name -> texts.put(name, settings.getProperty(name)));
        return texts;
    }

    /** The fields of our own objects. An exception has other fields. */
    private static List<String> fields(JsonNode object, String prefix) {
        List<String> fields = new ArrayList<>();
        object.properties().forEach(field -> {
            fields.add(prefix + field.getKey());
            if (field.getKey().equals("context")) {
                fields.addAll(fields(field.getValue(), "context."));
            }
        });
        return fields;
    }

    private static List<String> documented() throws Exception {
        String page = Files.readString(Path.of("../docs/reference.md"));
        String table = page.substring(page.indexOf("## Log lines"));
        return Pattern.compile("^\\| `([\\w.]+)` \\|", Pattern.MULTILINE)
                .matcher(table.substring(0, table.indexOf("\n## ")))
                .results()
                .map(row -> row.group(1))
                .toList();
    }
}
