package dev.rolesanywhere.client.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RFC 8259, strictly, to a bounded depth. A library would be most of the sidecar's memory. */
final class JsonParser {
    private static final int DEEPEST = 32;

    private final String text;
    private int at;
    private int depth;

    JsonParser(String text) {
        this.text = text;
    }

    JsonObject document() throws JsonException {
        skipSpace();
        Object value = value();
        skipSpace();
        if (at != text.length()) {
            throw unexpected("more after the end");
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw unexpected("no object");
    }

    private @Nullable Object value() throws JsonException {
        switch (peek()) {
            case '{':
                return object();
            case '[':
                return array();
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

    private JsonObject object() throws JsonException {
        enter();
        Map<String, Object> members = new LinkedHashMap<>();
        if (peek() != '}') {
            do {
                skipSpace();
                if (peek() != '"') {
                    throw unexpected("no member name");
                }
                String name = string();
                skipSpace();
                expect(':');
                skipSpace();
                Object value = value();
                if (value != null) {
                    members.put(name, value);
                }
                skipSpace();
            } while (more('}'));
        }
        leave('}');
        return new JsonObject(members);
    }

    private List<Object> array() throws JsonException {
        enter();
        List<Object> values = new ArrayList<>();
        if (peek() != ']') {
            do {
                skipSpace();
                Object value = value();
                if (value == null) {
                    throw unexpected("null in an array");
                }
                values.add(value);
                skipSpace();
            } while (more(']'));
        }
        leave(']');
        return values;
    }

    private void enter() throws JsonException {
        if (++depth > DEEPEST) {
            throw unexpected("too deep");
        }
        at++;
        skipSpace();
    }

    private void leave(char end) throws JsonException {
        expect(end);
        depth--;
    }

    private boolean more(char end) throws JsonException {
        char next = peek();
        if (next == ',') {
            at++;
            return true;
        }
        if (next != end) {
            throw unexpected("no comma");
        }
        return false;
    }

    private String string() throws JsonException {
        at++;
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return value.toString();
            }
            if (c < ' ') {
                throw unexpected("a control character in a string");
            }
            value.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws JsonException {
        char c = peek();
        at++;
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
                throw unexpected("an unknown escape");
        }
    }

    private char unicode() throws JsonException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw unexpected("a bad unicode escape");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private Double number() throws JsonException {
        int start = at;
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        int whole = digits();
        if (whole == 0 || (whole > 1 && text.charAt(at - whole) == '0')) {
            throw unexpected("no value");
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            requireDigits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            requireDigits();
        }
        return Double.valueOf(text.substring(start, at));
    }

    private void requireDigits() throws JsonException {
        if (digits() == 0) {
            throw unexpected("no digit");
        }
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private @Nullable Object literal(String literal, @Nullable Object value) throws JsonException {
        if (!text.startsWith(literal, at)) {
            throw unexpected("no value");
        }
        at += literal.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char c) throws JsonException {
        if (peek() != c) {
            throw unexpected("no " + c);
        }
        at++;
    }

    private char peek() throws JsonException {
        if (at >= text.length()) {
            throw unexpected("it ends too early");
        }
        return text.charAt(at);
    }

    private JsonException unexpected(String what) {
        return new JsonException("not the JSON that was expected, at character " + at + ": " + what);
    }
}
