package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.MalformedJsonException;

/**
 * Where the certificate of a role is that another component issues.
 *
 * @param owner the component, as people call it
 * @param trustAnchor name of the AWSTrustAnchor, and of the directory
 * @param certificateFile path in the directory; leaf first
 * @param keyFile path in the directory; may be the same file
 * @param spiffeId what the leaf must say, since the IAM role's trust policy names it
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

    /** Below the volume. */
    private static String path(String path) throws MalformedJsonException {
        if (path.startsWith("/") || path.contains("..") || path.indexOf('\0') >= 0) {
            throw new MalformedJsonException("a file is not below the volume of the certificates");
        }
        return path;
    }
}
