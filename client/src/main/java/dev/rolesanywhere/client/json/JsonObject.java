package dev.rolesanywhere.client.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed object. A member whose value is {@code null} counts as absent; a member of another type is an error. */
public final class JsonObject {
    private final Map<String, Object> members;

    JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public @Nullable String string(String name) throws MalformedJsonException {
        return as(String.class, name, "a string");
    }

    public String requiredString(String name) throws MalformedJsonException {
        return required(string(name), name);
    }

    /** An integer; a fraction or an exponent is an error. */
    public @Nullable Long integer(String name) throws MalformedJsonException {
        return as(Long.class, name, "an integer");
    }

    public long requiredInteger(String name) throws MalformedJsonException {
        return required(integer(name), name);
    }

    public boolean bool(String name, boolean otherwise) throws MalformedJsonException {
        Boolean value = as(Boolean.class, name, "true or false");
        return value == null ? otherwise : value;
    }

    public @Nullable JsonObject object(String name) throws MalformedJsonException {
        return as(JsonObject.class, name, "an object");
    }

    /** The objects of an array; empty if the member is absent. */
    public List<JsonObject> objects(String name) throws MalformedJsonException {
        return elements(JsonObject.class, name, "objects");
    }

    /** The elements of an array, with null for each element that is not an object; empty if the member is absent. */
    public List<@Nullable JsonObject> objectsOrNull(String name) throws MalformedJsonException {
        List<?> values = as(List.class, name, "an array");
        List<@Nullable JsonObject> elements = new ArrayList<>();
        if (values != null) {
            for (Object value : values) {
                elements.add(value instanceof JsonObject object ? object : null);
            }
        }
        return elements;
    }

    /** The strings of an array; empty if the member is absent. */
    public List<String> strings(String name) throws MalformedJsonException {
        return elements(String.class, name, "strings");
    }

    /** All members of an object of strings, in no order. */
    public Map<String, String> strings() throws MalformedJsonException {
        Map<String, String> strings = new HashMap<>();
        for (String name : members.keySet()) {
            strings.put(name, requiredString(name));
        }
        return strings;
    }

    private <T> List<T> elements(Class<T> type, String name, String expected) throws MalformedJsonException {
        List<?> values = as(List.class, name, "an array");
        List<T> elements = new ArrayList<>();
        if (values != null) {
            for (Object value : values) {
                if (!type.isInstance(value)) {
                    throw new MalformedJsonException("member '" + name + "' must hold only " + expected);
                }
                elements.add(type.cast(value));
            }
        }
        return elements;
    }

    private <T> @Nullable T as(Class<T> type, String name, String expected) throws MalformedJsonException {
        Object value = members.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new MalformedJsonException("member '" + name + "' must be " + expected);
        }
        return type.cast(value);
    }

    private static <T> T required(@Nullable T value, String name) throws MalformedJsonException {
        if (value == null) {
            throw new MalformedJsonException("member '" + name + "' is missing");
        }
        return value;
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        return "JsonObject" + members.keySet();
    }
}
