package dev.rolesanywhere.emulator.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came over the wire: what was signed must be what is verified, so nothing here is decoded or normalized.
 *
 * @param id the request id that answer and log name it by
 * @param path raw path, still percent-encoded
 * @param query raw query string without {@code ?}; empty where there is none
 * @param headers values by lower-case name, in the order received
 * @param body the bytes of the body; empty where there is none
 */
public record Request(
        String id, String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
    public Request {
        headers = Map.copyOf(headers);
    }

    /** The only value of a header. A repeated header is joined with commas, as the canonical request does it. */
    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName)).map(values -> String.join(",", values));
    }

    public Query parameters() {
        return Query.parse(query);
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Only method and path: headers hold tokens. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
