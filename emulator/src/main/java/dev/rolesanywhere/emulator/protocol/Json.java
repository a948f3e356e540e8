package dev.rolesanywhere.emulator.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads and writes the JSON of restJson1: a member of the wrong type is a {@code ValidationException} that names it. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array(Collection<? extends JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode().addAll(elements);
    }

    public static ArrayNode strings(Collection<String> elements) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        elements.forEach(array::add);
        return array;
    }

    /** Reads an object; no bytes at all are an empty object. */
    public static ObjectNode read(byte[] body) {
        if (body.length == 0) {
            return object();
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw Refusal.invalid("The request body is not valid JSON");
        }
        throw Refusal.invalid("The request body must be a JSON object");
    }

    public static String pretty(JsonNode node) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree that cannot be written", e);
        }
    }

    public static Optional<String> text(JsonNode object, String member) {
        return present(object, member).map(value -> {
            if (!value.isTextual()) {
                throw wrongType(member, "a string");
            }
            return value.asText();
        });
    }

    public static String requiredText(JsonNode object, String member) {
        return text(object, member).orElseThrow(() -> missing(member));
    }

    public static Optional<Boolean> bool(JsonNode object, String member) {
        return present(object, member).map(value -> {
            if (!value.isBoolean()) {
                throw wrongType(member, "true or false");
            }
            return value.asBoolean();
        });
    }

    /** A whole number. {@code 3600.0} is one too: some clients of Roles Anywhere write it so. */
    public static OptionalInt integer(JsonNode object, String member) {
        Optional<JsonNode> value = present(object, member);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        double number = value.get().isNumber() ? value.get().asDouble() : Double.NaN;
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw wrongType(member, "a whole number");
        }
        return OptionalInt.of((int) number);
    }

    public static Optional<List<String>> stringList(JsonNode object, String member) {
        return list(object, member).map(elements -> {
            List<String> strings = new ArrayList<>();
            for (JsonNode element : elements) {
                if (!element.isTextual()) {
                    throw wrongType(member, "a list of strings");
                }
                strings.add(element.asText());
            }
            return List.copyOf(strings);
        });
    }

    public static Optional<List<JsonNode>> list(JsonNode object, String member) {
        return present(object, member).map(value -> {
            if (!(value instanceof ArrayNode array)) {
                throw wrongType(member, "a list");
            }
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(elements::add);
            return List.copyOf(elements);
        });
    }

    public static Optional<JsonNode> present(JsonNode object, String member) {
        return object.hasNonNull(member) ? Optional.of(object.get(member)) : Optional.empty();
    }

    /** AWS's words for a member that must be there. */
    public static Refusal missing(String member) {
        return Refusal.invalid("1 validation error detected: Value at '/" + member
                + "' failed to satisfy constraint: Member must not be null");
    }

    private static Refusal wrongType(String member, String expected) {
        return Refusal.invalid("Value at '/" + member + "' must be " + expected);
    }
}
