package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.e2e.chart.ChartValues.Value;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The values in three places: {@code values.yaml}, whose comments are also in the README, and the schema. {@code make
 * fix} writes the README.
 */
class ValuesTableTest {
    private static final Path README = Chart.path().resolve("README.md");
    private static final String BEGIN = "<!-- values: written by make fix -->\n";
    private static final String END = "<!-- end of values -->\n";

    @Test
    void the_readme_has_every_value_with_its_comment_in_values_yaml() throws IOException {
        String page = Files.readString(README);
        String wanted =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("values.write")) {
            Files.writeString(README, wanted);
        }
        assertThat(Files.readString(README)).isEqualTo(wanted);
    }

    @Test
    void every_value_is_explained() throws IOException {
        assertThat(ChartValues.read().all()).hasSizeGreaterThan(100).allSatisfy(value -> assertThat(value.comment())
                .as(value.path())
                .isNotEmpty());
    }

    @Test
    void every_value_is_in_the_schema() throws IOException {
        JsonNode schema = schema();
        assertThat(ChartValues.read().all()).allSatisfy(value -> assertThat(property(schema, value.path()))
                .as(value.path())
                .isNotNull()
                .isNotEmpty());
    }

    @Test
    void every_property_of_the_schema_has_a_default() throws IOException {
        JsonNode defaults = ChartValues.tree(Chart.path().resolve("values.yaml"));
        assertThat(paths(schema(), schema(), "")).hasSizeGreaterThan(100).allSatisfy(path -> assertThat(
                        defaults.at("/" + path.replace('.', '/')).isMissingNode())
                .as(path)
                .isFalse());
    }

    private static String table() throws IOException {
        return Stream.concat(
                        Stream.of("| value | default | what |", "| --- | --- | --- |"),
                        ChartValues.read().all().stream().map(Value::row))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static JsonNode schema() throws IOException {
        return Serialization.jsonMapper()
                .readTree(Chart.path().resolve("values.schema.json").toFile());
    }

    private static JsonNode property(JsonNode schema, String path) {
        JsonNode at = schema;
        for (String name : path.split("\\.")) {
            at = resolved(schema, at.path("properties").path(name));
        }
        return at;
    }

    /** Only objects with fixed members. Others, such as a Deployment's strategy, are values themselves. */
    private static List<String> paths(JsonNode schema, JsonNode object, String prefix) {
        return object.path("properties")
                .propertyStream()
                .flatMap(member -> {
                    JsonNode value = resolved(schema, member.getValue());
                    String path = prefix + member.getKey();
                    boolean isValue = !value.has("properties")
                            || Stream.of("strategy", "resources", "namespaceSelector", "selector")
                                    .anyMatch(member.getKey()::equals);
                    return isValue ? Stream.of(path) : paths(schema, value, path + ".").stream();
                })
                .toList();
    }

    private static JsonNode resolved(JsonNode schema, JsonNode node) {
        return node.has("$ref") ? schema.at(node.path("$ref").asText().substring(1)) : node;
    }
}
