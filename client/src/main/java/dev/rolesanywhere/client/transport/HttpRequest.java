package dev.rolesanywhere.client.transport;

import java.net.URI;
import java.util.Map;

/** A POST. {@code toString} leaves out headers and body, which hold tokens and signatures. */
public record HttpRequest(URI uri, Map<String, String> headers, byte[] body) {
    @Override
    public String toString() {
        return "POST " + uri;
    }
}
