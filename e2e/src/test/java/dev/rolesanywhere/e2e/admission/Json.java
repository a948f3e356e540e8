package dev.rolesanywhere.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import java.util.stream.Stream;

/** Pods as JSON, so that fields outside the client's model are kept. */
final class Json {
    private Json() {}

    static ObjectNode of(String yaml) {
        // Fabric8 parses text that starts with a brace as JSON, but this is YAML's flow style, so the document
        // marker comes first.
        return Serialization.unmarshal("---\n" + yaml, ObjectNode.class);
    }

    static ObjectNode object(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode there ? there : parent.putObject(field);
    }

    static ArrayNode array(ObjectNode parent, String field) {
        return parent.get(field) instanceof ArrayNode there ? there : parent.putArray(field);
    }

    /** Init containers, then containers. */
    static Stream<ObjectNode> containers(ObjectNode pod) {
        return Stream.concat(
                        pod.at("/spec/initContainers").valueStream(),
                        pod.at("/spec/containers").valueStream())
                .map(ObjectNode.class::cast);
    }

    static Optional<ObjectNode> named(JsonNode array, String field, String name) {
        return array.valueStream()
                .filter(item -> item.path(field).asText().equals(name))
                .map(ObjectNode.class::cast)
                .findFirst();
    }

    static boolean has(JsonNode array, String field, String name) {
        return named(array, field, name).isPresent();
    }
}
