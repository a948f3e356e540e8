package dev.rolesanywhere.client.session;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes {@code application/x-www-form-urlencoded}, each byte outside RFC 3986's unreserved characters as {@code %XX}. */
final class FormWriter {
    private static final String HEX = "0123456789ABCDEF";

    private final StringBuilder out = new StringBuilder();

    /** A field whose value is null is omitted. */
    FormWriter field(String name, @Nullable String value) {
        if (value != null) {
            out.append(out.isEmpty() ? "" : "&").append(name).append('=');
            encode(value);
        }
        return this;
    }

    private void encode(String value) {
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (alphanumeric || "-._~".indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
