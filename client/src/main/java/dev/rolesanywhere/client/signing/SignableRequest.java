package dev.rolesanywhere.client.signing;

import java.nio.charset.StandardCharsets;

/**
 * A POST before it is signed.
 *
 * @param host the exact Host header, with the port unless it is the scheme's default
 * @param path already encoded, without a query
 */
public record SignableRequest(String host, String path, String body) {
    byte[] bodyBytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
