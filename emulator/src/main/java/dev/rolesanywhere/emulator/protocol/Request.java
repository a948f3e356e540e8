package dev.rolesanywhere.emulator.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request exactly as received: nothing is decoded or normalized, because the signature covers the original.
 *
 * @param id the request ID in answer and log
 * @param path raw path, still percent-encoded
 * @param query raw query string without {@code ?}; empty without a query
 * @param headers values by lower-case name, in the order received
 * @param content the body; empty without a body
 * @param shift of the clocks for its checks
 */
public record Request(
        String id,
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        Body content,
        ClockShift shift) {
    public Request {
        headers = Map.copyOf(headers);
    }

    /** The only value of a header. A repeated header is joined with commas, as the canonical request does it. */
    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName)).map(values -> String.join(",", values));
    }

    /** The operation, if the protocol names it in this header; otherwise empty. */
    public String target() {
        return header("x-amz-target").orElse("");
    }

    public Request shifted(ClockShift other) {
        return new Request(id, method, path, query, headers, content, other);
    }

    public Query parameters() {
        return Query.parse(query);
    }

    /** The bytes of the body. */
    public byte[] body() {
        return content.bytes();
    }

    public String bodyText() {
        return content.text();
    }

    /** Only method and path: headers hold tokens. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
