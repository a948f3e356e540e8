package dev.rolesanywhere.client.transport;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Status, headers by lower-case name (the first of each), and the body. {@code toString} leaves out all but the status. */
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {
    public @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
