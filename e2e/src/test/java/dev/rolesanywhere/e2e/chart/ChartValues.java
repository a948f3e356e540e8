package dev.rolesanywhere.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chart's {@code values.yaml}: each value with the comment above it. A value of the webhook without a comment has that of the operator's
 * value of the same name.
 */
final class ChartValues {
    /** In the format of that file: one key per line, two spaces for each level. */
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9]+):.*");

    private final JsonNode defaults;
    private final Map<String, String> comments;

    /** @param path with dots, such as {@code operator.image.tag} */
    record Value(String path, JsonNode fallback, String comment) {
        String row() {
            boolean empty = fallback.isTextual() && fallback.asText().isEmpty();
            String shown = fallback.isTextual() ? fallback.asText() : fallback.toString();
            return "| `%s` | %s | %s |".formatted(path, empty ? "" : "`" + shown + "`", comment.replace("|", "\\|"));
        }
    }

    private ChartValues(JsonNode defaults, Map<String, String> comments) {
        this.defaults = defaults;
        this.comments = comments;
    }

    static ChartValues read() throws IOException {
        Path file = Chart.path().resolve("values.yaml");
        return new ChartValues(tree(file), comments(Files.readAllLines(file)));
    }

    static JsonNode tree(Path file) throws IOException {
        // Fabric8 parses text that starts with a brace as JSON, so the document marker comes first.
        return Serialization.unmarshal("---\n" + Files.readString(file), JsonNode.class);
    }

    /** In the order of the file; one with an empty comment has none. */
    List<Value> all() {
        List<Value> values = new ArrayList<>();
        add(values, "", defaults);
        return values;
    }

    private void add(List<Value> values, String path, JsonNode value) {
        if (value.isObject() && !value.isEmpty() && !isOneValue(path)) {
            value.properties()
                    .forEach(member -> add(
                            values,
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            member.getValue()));
        } else {
            values.add(new Value(path, value, comment(path)));
        }
    }

    /** For comments about a whole object, such as a container's resources. */
    private boolean isOneValue(String path) {
        return !comment(path).isEmpty()
                && comments.keySet().stream().noneMatch(other -> other.startsWith(operators(path) + "."));
    }

    private String comment(String path) {
        return Objects.requireNonNullElse(
                comments.get(path), Objects.requireNonNullElse(comments.get(operators(path)), ""));
    }

    private static String operators(String path) {
        return path.startsWith("webhook.") ? "operator" + path.substring("webhook".length()) : path;
    }

    private static Map<String, String> comments(List<String> lines) {
        Map<String, String> comments = new LinkedHashMap<>();
        List<String> path = new ArrayList<>();
        List<String> above = new ArrayList<>();
        for (String line : lines) {
            Matcher key = KEY.matcher(line);
            if (line.strip().startsWith("#")) {
                above.add(line.strip().substring(1).strip());
                continue;
            }
            if (key.matches()) {
                int level = key.group(1).length() / 2;
                path = new ArrayList<>(path.subList(0, level));
                path.add(key.group(2));
                // That of a group is about the file, not about a value.
                if (!above.isEmpty() && !line.isBlank()) {
                    comments.put(String.join(".", path), String.join(" ", above));
                }
            }
            above.clear();
        }
        return comments;
    }
}
