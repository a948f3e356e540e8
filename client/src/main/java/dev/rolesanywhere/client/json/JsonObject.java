package dev.rolesanywhere.client.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object. A member that is {@code null} is a member that is absent; each reader names the member that does not fit. */
public final class JsonObject {
    private final Map<String, Object> members;

    JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    public static JsonObject parse(String text) throws JsonException {
        return new JsonParser(text).document();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public String string(String name) throws JsonException {
        String value = optionalString(name);
        if (value == null) {
            throw new JsonException("member " + name + " is missing");
        }
        return value;
    }

    public @Nullable String optionalString(String name) throws JsonException {
        return typed(name, String.class, "a string");
    }

    public @Nullable Long optionalInteger(String name) throws JsonException {
        Double number = typed(name, Double.class, "a number");
        if (number == null) {
            return null;
        }
        if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
            throw new JsonException("member " + name + " is not a whole number");
        }
        return number.longValue();
    }

    public boolean flag(String name) throws JsonException {
        return Boolean.TRUE.equals(typed(name, Boolean.class, "true or false"));
    }

    public @Nullable JsonObject optionalObject(String name) throws JsonException {
        return typed(name, JsonObject.class, "an object");
    }

    /** The objects of an array; none where the member is absent. */
    public List<JsonObject> objects(String name) throws JsonException {
        return array(name, JsonObject.class);
    }

    /** The strings of an array; none where the member is absent. */
    public List<String> strings(String name) throws JsonException {
        return array(name, String.class);
    }

    private <T> List<T> array(String name, Class<T> type) throws JsonException {
        List<?> values = typed(name, List.class, "an array");
        List<T> typed = new ArrayList<>();
        if (values != null) {
            for (Object value : values) {
                if (!type.isInstance(value)) {
                    throw new JsonException("an element of " + name + " has another type than expected");
                }
                typed.add(type.cast(value));
            }
        }
        return typed;
    }

    private <T> @Nullable T typed(String name, Class<T> type, String what) throws JsonException {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw new JsonException("member " + name + " is not " + what);
        }
        return type.cast(value);
    }
}
