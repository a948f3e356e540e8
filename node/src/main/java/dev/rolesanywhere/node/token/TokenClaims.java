package dev.rolesanywhere.node.token;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unverified claims of a ServiceAccount token (a JWS, RFC 7515).
 *
 * @param algorithm as the header names it
 * @param keyId of the key that has signed it
 * @param signed the signed bytes
 * @param pod null if the token is not bound to a pod
 * @param node null if the token names no node
 */
record TokenClaims(
        String algorithm,
        String keyId,
        byte[] signed,
        byte[] signature,
        String issuer,
        List<String> audiences,
        Instant issuedAt,
        Instant expiry,
        @Nullable PodIdentity pod,
        @Nullable String node) {
    /** Header, claims and signature. */
    private static final int PARTS = 3;

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** The limit of names in Kubernetes. */
    private static final int LONGEST_NAME = 253;

    /** @throws MalformedJsonException for another text */
    static TokenClaims read(String token) throws MalformedJsonException {
        String[] parts = token.split("\\.", PARTS + 1);
        if (parts.length != PARTS) {
            throw new MalformedJsonException("it does not have three parts");
        }
        JsonObject header = json(parts[0]);
        JsonObject claims = json(parts[1]);
        JsonObject kubernetes = claims.object("kubernetes.io");
        return new TokenClaims(
                header.requiredString("alg"),
                header.requiredString("kid"),
                (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
                decode(parts[2]),
                claims.requiredString("iss"),
                claims.strings("aud"),
                time(claims.requiredInteger("iat")),
                time(claims.requiredInteger("exp")),
                kubernetes == null ? null : pod(kubernetes),
                kubernetes == null ? null : name(kubernetes.object("node"), "name"));
    }

    private static @Nullable PodIdentity pod(JsonObject kubernetes) throws MalformedJsonException {
        JsonObject pod = kubernetes.object("pod");
        String namespace = kubernetes.string("namespace");
        String name = name(pod, "name");
        String uid = name(pod, "uid");
        String account = name(kubernetes.object("serviceaccount"), "name");
        return namespace == null || !isName(namespace) || name == null || uid == null || account == null
                ? null
                : new PodIdentity(namespace, name, uid, account);
    }

    private static @Nullable String name(@Nullable JsonObject object, String member) throws MalformedJsonException {
        String name = object == null ? null : object.string(member);
        return name != null && isName(name) ? name : null;
    }

    /** Names and UIDs of Kubernetes; both reach the log, and a UID becomes the name of a file. */
    static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!alphanumeric && (i == 0 || c != '-' && c != '.')) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_NAME;
    }

    private static JsonObject json(String part) throws MalformedJsonException {
        return JsonReader.readObject(new String(decode(part), StandardCharsets.UTF_8));
    }

    private static byte[] decode(String part) throws MalformedJsonException {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("a part is not base64url");
        }
    }

    private static Instant time(long seconds) throws MalformedJsonException {
        if (seconds < 0 || seconds > LAST.getEpochSecond()) {
            throw new MalformedJsonException("a time is outside the years 1970 to 9999");
        }
        return Instant.ofEpochSecond(seconds);
    }

    /** Without the signature. */
    @Override
    public String toString() {
        return "TokenClaims[" + pod + "]";
    }
}
