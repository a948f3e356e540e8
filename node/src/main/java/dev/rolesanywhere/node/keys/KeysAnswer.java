package dev.rolesanywhere.node.keys;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.node.token.VerifyingKeys;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The operator's answer to {@code POST /v1/keys}, which is also the content of the agent's file.
 *
 * @param issuerBundle newest PEM bundle for the issuing endpoint; null if the answer has none
 */
record KeysAnswer(@Nullable String issuerBundle, VerifyingKeys keys) {
    private static final int VERSION = 1;
    /** An API server has one key, and a few keys during a rotation. */
    private static final int MOST_KEYS = 64;

    static KeysAnswer read(String text) throws MalformedJsonException {
        JsonObject json = JsonReader.readObject(text);
        Long version = json.integer("version");
        if (version != null && version != VERSION) {
            throw new MalformedJsonException("it has version " + version);
        }
        Map<String, PublicKey> keys = new HashMap<>();
        for (JsonObject entry : json.objects("keys")) {
            PublicKey key = key(entry);
            if (key != null && keys.size() < MOST_KEYS) {
                keys.put(entry.requiredString("kid"), key);
            }
        }
        return new KeysAnswer(json.string("issuerBundle"), new VerifyingKeys(json.requiredString("issuer"), keys));
    }

    /** Null for a kind that this version does not know. The other keys are used. */
    private static @Nullable PublicKey key(JsonObject entry) throws MalformedJsonException {
        String type = entry.requiredString("type");
        if (!type.equals("RSA") && !type.equals("EC")) {
            return null;
        }
        try {
            return KeyFactory.getInstance(type)
                    .generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(entry.requiredString("publicKey"))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new MalformedJsonException("a key cannot be read");
        }
    }

    /** In the order of the key IDs, so that the same keys give the same text. */
    String json() {
        List<JsonWriter> entries = new ArrayList<>();
        for (Map.Entry<String, PublicKey> key : new TreeMap<>(keys.keys()).entrySet()) {
            entries.add(new JsonWriter()
                    .member("kid", key.getKey())
                    .member("type", key.getValue().getAlgorithm())
                    .member(
                            "publicKey",
                            Base64.getEncoder().encodeToString(key.getValue().getEncoded())));
        }
        return new JsonWriter()
                .member("version", VERSION)
                .member("issuerBundle", issuerBundle)
                .member("issuer", keys.issuer())
                .members("keys", entries)
                .toString();
    }
}
