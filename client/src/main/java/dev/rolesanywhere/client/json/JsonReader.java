package dev.rolesanywhere.client.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads RFC 8259 JSON, strictly: no comments, no trailing commas, no duplicate members, nothing after the value.
 * Numbers become {@link Long} where they are integers in its range, else {@link Double}.
 */
public final class JsonReader {
    /** Maximum depth of nesting. */
    public static final int MAX_DEPTH = 16;

    /** Maximum length of a text, in characters. */
    public static final int MAX_LENGTH = 1 << 20;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads one object.
     *
     * @throws MalformedJsonException when the text is not exactly one JSON object, is too long or too deep
     */
    public static JsonObject readObject(String text) throws MalformedJsonException {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedJsonException("JSON longer than " + MAX_LENGTH + " characters");
        }
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        reader.space();
        if (reader.at < text.length()) {
            throw reader.malformed("nothing more");
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new MalformedJsonException("expected a JSON object");
    }

    private @Nullable Object value(int depth) throws MalformedJsonException {
        if (depth > MAX_DEPTH) {
            throw new MalformedJsonException("JSON nested deeper than " + MAX_DEPTH);
        }
        space();
        switch (peek()) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '"':
                return string();
            case 't':
                return literal("true", Boolean.TRUE);
            case 'f':
                return literal("false", Boolean.FALSE);
            case 'n':
                return literal("null", null);
            default:
                return number();
        }
    }

    private JsonObject object(int depth) throws MalformedJsonException {
        Map<String, Object> members = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        at++;
        space();
        if (!skip('}')) {
            do {
                space();
                String name = string();
                if (!names.add(name)) {
                    throw malformed("no second member of the same name");
                }
                space();
                expect(':');
                Object value = value(depth + 1);
                if (value != null) {
                    members.put(name, value);
                }
                space();
            } while (skip(','));
            expect('}');
        }
        return new JsonObject(members);
    }

    private List<@Nullable Object> array(int depth) throws MalformedJsonException {
        List<@Nullable Object> elements = new ArrayList<>();
        at++;
        space();
        if (!skip(']')) {
            do {
                elements.add(value(depth + 1));
                space();
            } while (skip(','));
            expect(']');
        }
        return elements;
    }

    private String string() throws MalformedJsonException {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            } else if (c == '\\') {
                out.append(escape());
            } else if (c < 0x20) {
                at--;
                throw malformed("an escape for a control character");
            } else {
                out.append(c);
            }
        }
    }

    private char escape() throws MalformedJsonException {
        char c = next();
        switch (c) {
            case '"', '\\', '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return unicode();
            default:
                at--;
                throw malformed("a known escape");
        }
    }

    private char unicode() throws MalformedJsonException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            if (!HexFormat.isHexDigit(c)) {
                at--;
                throw malformed("four hexadecimal digits");
            }
            code = code << 4 | HexFormat.fromHexDigit(c);
        }
        return (char) code;
    }

    private Object number() throws MalformedJsonException {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        boolean integer = true;
        if (skip('.')) {
            integer = false;
            digits();
        }
        if (skip('e') || skip('E')) {
            integer = false;
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        String number = text.substring(start, at);
        // 18 digits always fit a long.
        return integer && number.length() <= 18 ? (Object) Long.valueOf(number) : Double.valueOf(number);
    }

    private void digits() throws MalformedJsonException {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw malformed("a value");
        }
    }

    private @Nullable Object literal(String literal, @Nullable Object value) throws MalformedJsonException {
        if (!text.startsWith(literal, at)) {
            throw malformed("a value");
        }
        at += literal.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws MalformedJsonException {
        if (at >= text.length()) {
            throw malformed("more text");
        }
        return text.charAt(at);
    }

    private char next() throws MalformedJsonException {
        char c = peek();
        at++;
        return c;
    }

    private boolean skip(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws MalformedJsonException {
        if (!skip(c)) {
            throw malformed("'" + c + "'");
        }
    }

    private MalformedJsonException malformed(String expected) {
        return new MalformedJsonException("malformed JSON at character " + at + ": expected " + expected);
    }
}
