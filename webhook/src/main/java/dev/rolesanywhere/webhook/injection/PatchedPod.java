package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A copy of a pod that records each change as a JSON Patch operation (RFC 6902). */
final class PatchedPod {
    private final ObjectNode document;
    private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

    PatchedPod(ObjectNode original) {
        this.document = original.deepCopy();
    }

    ObjectNode document() {
        return document;
    }

    ArrayNode operations() {
        return operations;
    }

    /** Sets a member of the object at {@code parent}. Creates a missing object. */
    void put(String parent, String member, JsonNode value) {
        JsonNode there = document.at(parent);
        if (there instanceof ObjectNode object) {
            String pointer = parent + "/" + escaped(member);
            if (!object.has(member)) {
                record("add", pointer, value);
            } else if (!object.path(member).equals(value)) {
                record("replace", pointer, value);
            }
            object.set(member, value.deepCopy());
        } else {
            set(parent, JsonNodeFactory.instance.objectNode().set(member, value));
        }
    }

    /** Removes a member of the object at {@code parent}, if it exists. */
    void remove(String parent, String member) {
        if (document.at(parent) instanceof ObjectNode object && object.has(member)) {
            record("remove", parent + "/" + escaped(member), null);
            object.remove(member);
        }
    }

    /** Appends to the array at {@code array}. Creates a missing array. */
    void append(String array, JsonNode value) {
        if (document.at(array) instanceof ArrayNode items) {
            record("add", array + "/-", value);
            items.add(value.deepCopy());
        } else {
            set(array, JsonNodeFactory.instance.arrayNode().add(value));
        }
    }

    void insert(String array, int index, JsonNode value) {
        if (document.at(array) instanceof ArrayNode items && index < items.size()) {
            record("add", array + "/" + index, value);
            items.insert(index, value.deepCopy());
        } else {
            append(array, value);
        }
    }

    void replace(String array, int index, JsonNode value) {
        if (document.at(array) instanceof ArrayNode items && !items.path(index).equals(value)) {
            record("replace", array + "/" + index, value);
            items.set(index, value.deepCopy());
        }
    }

    void remove(String array, int index) {
        if (document.at(array) instanceof ArrayNode items) {
            record("remove", array + "/" + index, null);
            items.remove(index);
        }
    }

    /** Removes from the last to the first, so that the indexes of those before do not change. */
    void removeItems(String array, Predicate<JsonNode> matches) {
        JsonNode items = document.at(array);
        IntStream.range(0, items.size())
                .filter(index -> matches.test(items.path(index)))
                .boxed()
                .toList()
                .reversed()
                .forEach(index -> remove(array, index));
    }

    private void set(String pointer, JsonNode value) {
        JsonPointer place = JsonPointer.compile(pointer);
        ((ObjectNode) document.at(place.head())).set(place.last().getMatchingProperty(), value.deepCopy());
        record("add", pointer, value);
    }

    private void record(String operation, String pointer, @Nullable JsonNode value) {
        ObjectNode entry = operations.addObject().put("op", operation).put("path", pointer);
        if (value != null) {
            entry.set("value", value.deepCopy());
        }
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
