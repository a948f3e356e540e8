package dev.rolesanywhere.node.pod;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.node.token.PodIdentity;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.volume.StoredCredentials;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of one pod in a file of the node's memory, for the next agent.
 *
 * @param keys the pod's, so that a new agent needs no new key
 * @param token the newest, without its text
 * @param profiles credentials by profile
 * @param ofDefault the default role's; null if there are none
 */
record SavedState(
        PodIdentity identity,
        KeyPair keys,
        @Nullable SeenToken token,
        Instant seenAt,
        @Nullable String clients,
        @Nullable String defaultRole,
        Map<String, StoredCredentials> profiles,
        @Nullable StoredCredentials ofDefault) {
    /** A file of another version is ignored. */
    private static final int VERSION = 1;

    String json() {
        Base64.Encoder base64 = Base64.getEncoder();
        List<JsonWriter> roles = new ArrayList<>();
        for (Map.Entry<String, StoredCredentials> profile : profiles.entrySet()) {
            roles.add(new JsonWriter()
                    .member("profile", profile.getKey())
                    .member("credentials", profile.getValue().writer()));
        }
        JsonWriter json = new JsonWriter()
                .member("version", VERSION)
                .member("namespace", identity.namespace())
                .member("pod", identity.name())
                .member("uid", identity.uid())
                .member("serviceAccount", identity.serviceAccount())
                .member("privateKey", base64.encodeToString(keys.getPrivate().getEncoded()))
                .member("publicKey", base64.encodeToString(keys.getPublic().getEncoded()))
                .member("seenAt", seenAt.toString())
                .member("clients", clients)
                .member("defaultRole", defaultRole)
                .members("profiles", roles);
        if (ofDefault != null) {
            json.member("default", ofDefault.writer());
        }
        if (token != null) {
            json.member(
                    "token",
                    new JsonWriter()
                            .member("sha256", token.hash())
                            .member("issuedAt", token.issuedAt().toString())
                            .member("expiry", token.expiry().toString()));
        }
        return json.toString();
    }

    /** @throws MalformedJsonException for text that {@link #json} does not write */
    static SavedState read(String text) throws MalformedJsonException {
        JsonObject json = JsonReader.readObject(text);
        if (json.requiredInteger("version") != VERSION) {
            throw new MalformedJsonException("it has version " + json.requiredInteger("version"));
        }
        JsonObject token = json.object("token");
        JsonObject ofDefault = json.object("default");
        try {
            return new SavedState(
                    new PodIdentity(
                            json.requiredString("namespace"),
                            json.requiredString("pod"),
                            json.requiredString("uid"),
                            json.requiredString("serviceAccount")),
                    keys(json),
                    token == null
                            ? null
                            : new SeenToken(
                                    token.requiredString("sha256"),
                                    Instant.parse(token.requiredString("issuedAt")),
                                    Instant.parse(token.requiredString("expiry")),
                                    null),
                    Instant.parse(json.requiredString("seenAt")),
                    json.string("clients"),
                    name(json.string("defaultRole")),
                    profiles(json),
                    ofDefault == null ? null : StoredCredentials.read(ofDefault));
        } catch (DateTimeParseException e) {
            throw new MalformedJsonException("a time cannot be read");
        }
    }

    private static Map<String, StoredCredentials> profiles(JsonObject json) throws MalformedJsonException {
        Map<String, StoredCredentials> profiles = new TreeMap<>();
        for (JsonObject entry : json.objects("profiles")) {
            String profile = name(entry.requiredString("profile"));
            JsonObject credentials = entry.object("credentials");
            if (profile == null || credentials == null) {
                throw new MalformedJsonException("a profile has no credentials");
            }
            profiles.put(profile, StoredCredentials.read(credentials));
        }
        return profiles;
    }

    private static @Nullable String name(@Nullable String name) throws MalformedJsonException {
        if (name != null && !IssuedRole.isProfile(name)) {
            throw new MalformedJsonException("the name of a role or profile is invalid");
        }
        return name;
    }

    private static KeyPair keys(JsonObject json) throws MalformedJsonException {
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(base64.decode(json.requiredString("publicKey")))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(json.requiredString("privateKey")))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new MalformedJsonException("the pod's key cannot be read");
        }
    }

    /** Without key and credentials. */
    @Override
    public String toString() {
        return "SavedState[" + identity + "]";
    }
}
