package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.caller.ServiceAccountKeys;
import java.util.Base64;
import java.util.List;

/** The answer to {@code POST /v1/keys}, as described in docs/architecture.md. */
record KeysAnswer(String issuerBundle, String issuer, List<Key> keys) {
    /**
     * @param type of the key, with the JDK's name
     * @param publicKey base64 of its SubjectPublicKeyInfo
     */
    record Key(String kid, String type, String publicKey) {}

    static KeysAnswer of(String issuerBundle, ServiceAccountKeys.Published published) {
        return new KeysAnswer(
                issuerBundle,
                published.issuer(),
                published.keys().entrySet().stream()
                        .map(key -> new Key(
                                key.getKey(),
                                key.getValue().getAlgorithm(),
                                Base64.getEncoder()
                                        .encodeToString(key.getValue().getEncoded())))
                        .toList());
    }
}
