package dev.rolesanywhere.client.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one object, member by member. A member whose value is {@code null} is omitted. */
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder("{");

    public JsonWriter member(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            quote(value);
        }
        return this;
    }

    public JsonWriter member(String name, @Nullable Number value) {
        if (value != null) {
            raw(name, value.toString());
        }
        return this;
    }

    public JsonWriter member(String name, boolean value) {
        return raw(name, value ? "true" : "false");
    }

    public JsonWriter member(String name, JsonWriter object) {
        return raw(name, object.toString());
    }

    public JsonWriter members(String name, List<JsonWriter> objects) {
        StringBuilder array = new StringBuilder("[");
        for (JsonWriter object : objects) {
            array.append(array.length() > 1 ? "," : "").append(object);
        }
        return raw(name, array.append(']').toString());
    }

    /** An array of strings; omitted if it is empty. */
    public JsonWriter strings(String name, List<String> values) {
        if (values.isEmpty()) {
            return this;
        }
        name(name);
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            out.append(i > 0 ? "," : "");
            quote(values.get(i));
        }
        out.append(']');
        return this;
    }

    /** An object of string values. */
    public JsonWriter member(String name, Map<String, String> values) {
        JsonWriter object = new JsonWriter();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            object.member(entry.getKey(), entry.getValue());
        }
        return member(name, object);
    }

    private JsonWriter raw(String name, String json) {
        name(name);
        out.append(json);
        return this;
    }

    private void name(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        quote(name);
        out.append(':');
    }

    private void quote(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (isUnseen(c)) {
                escape(c);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** Escaped, so that a log line cannot control the terminal that shows it. */
    private static boolean isUnseen(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private void escape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }

    /** The object so far, as JSON text without white space. */
    @Override
    public String toString() {
        return out + "}";
    }
}
