package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.MalformedJsonException;

/**
 * The location of a role's certificate that another component issues.
 *
 * @param owner name of the component, for messages
 * @param trustAnchor name of the AWSTrustAnchor, and of the directory
 * @param certificateFile path in the directory; leaf first
 * @param keyFile path in the directory; may be the same file
 * @param spiffeId the required SPIFFE ID of the leaf, because the IAM role's trust policy names it
 */
public record IssuedFiles(String owner, String trustAnchor, String certificateFile, String keyFile, String spiffeId) {
    static IssuedFiles read(JsonObject json) throws MalformedJsonException {
        return new IssuedFiles(
                json.requiredString("owner"),
                path(json.requiredString("trustAnchor")),
                path(json.requiredString("certificateFile")),
                path(json.requiredString("keyFile")),
                json.requiredString("spiffeID"));
    }

    /** A path below the volume. */
    private static String path(String path) throws MalformedJsonException {
        if (path.startsWith("/") || path.contains("..") || path.indexOf('\0') >= 0) {
            throw new MalformedJsonException("a file is outside the volume of the certificates");
        }
        return path;
    }
}
