package dev.rolesanywhere.client.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer.
 *
 * @param headers by lower-case name
 * @param body decoded as UTF-8
 */
public record HttpResponse(int status, Map<String, String> headers, String body) {
    public @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    /** {@code Retry-After} in seconds (RFC 9110, 10.2.3); null if absent, a date or malformed. */
    public @Nullable Duration retryAfter() {
        String value = header("retry-after");
        if (value == null || value.isEmpty() || value.length() > 6) {
            return null;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return null;
            }
        }
        return Duration.ofSeconds(Integer.parseInt(value));
    }

    /** {@code Date}; null if absent or malformed. */
    public @Nullable Instant date() {
        String value = header("date");
        return value == null ? null : HttpDate.parse(value);
    }

    /** Without the body, which may hold credentials. */
    @Override
    public String toString() {
        return "HttpResponse[" + status + "]";
    }
}
