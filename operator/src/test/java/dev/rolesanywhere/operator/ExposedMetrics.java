package dev.rolesanywhere.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The {@code /metrics} output of a registry's meters. */
public record ExposedMetrics(String text) {
    public static ExposedMetrics of(PrometheusMeterRegistry registry) {
        return new ExposedMetrics(registry.scrape());
    }

    public List<String> names() {
        return text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .toList();
    }

    /** Each has our prefix, a help text, and a row in docs/operations.md. */
    public void areDocumented() throws IOException {
        String docs = Files.readString(Path.of("../docs/operations.md"));
        assertThat(names()).isNotEmpty().allSatisfy(name -> {
            assertThat(name).startsWith("rolesanywhere_");
            assertThat(text).containsPattern("(?m)^# HELP " + name + " \\S");
            assertThat(docs).contains(name);
        });
    }
}
