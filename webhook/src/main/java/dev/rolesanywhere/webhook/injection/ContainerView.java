package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A container in the pod's JSON.
 *
 * @param pointer to the container (RFC 6901)
 */
record ContainerView(String pointer, ObjectNode json) {

    /** A variable, and its index in {@code env}. */
    record Entry(int index, JsonNode json) {
        String name() {
            return json.path("name").asText();
        }
    }

    String name() {
        return json.path("name").asText();
    }

    Stream<JsonNode> environment() {
        return items("env");
    }

    Stream<JsonNode> volumeMounts() {
        return items("volumeMounts");
    }

    Stream<JsonNode> ports() {
        return items("ports");
    }

    /** All entries with this name. The last one counts. */
    Stream<Entry> entries(String name) {
        JsonNode env = json.path("env");
        return IntStream.range(0, env.size())
                .mapToObj(index -> new Entry(index, env.path(index)))
                .filter(entry -> entry.name().equals(name));
    }

    Optional<JsonNode> variable(String name) {
        return environment()
                .filter(entry -> entry.path("name").asText().equals(name))
                .findFirst();
    }

    /** The variable with the container's name, as in the annotation for kept variables. */
    String qualified(String variable) {
        return name() + "/" + variable;
    }

    /** Whether it has variables that the webhook cannot see. */
    boolean hasEnvFrom() {
        return json.path("envFrom").isArray() && !json.path("envFrom").isEmpty();
    }

    /** Whether the container has a mount where AWS clients look for their files. */
    boolean mountsAwsFiles() {
        return volumeMounts()
                .anyMatch(mount ->
                        Directory.of(mount.path("mountPath").asText()).names().contains(".aws"));
    }

    boolean pullsAlways() {
        return json.path("imagePullPolicy").asText().equals("Always");
    }

    boolean limitsCpu() {
        return json.at("/resources/limits").hasNonNull("cpu");
    }

    /**
     * A limit or request of this resource; missing if there is none. {@code field} is {@code limits} or {@code
     * requests}.
     */
    JsonNode resource(String field, String resource) {
        return json.path("resources").path(field).path(resource);
    }

    private Stream<JsonNode> items(String field) {
        return StreamSupport.stream(json.path(field).spliterator(), false);
    }
}
