package dev.rolesanywhere.node.token;

import java.security.PublicKey;
import java.util.Map;

/**
 * The keys that verify tokens.
 *
 * @param issuer that tokens must name
 * @param keys by their IDs
 */
public record VerifyingKeys(String issuer, Map<String, PublicKey> keys) {
    public static final VerifyingKeys NONE = new VerifyingKeys("", Map.of());

    public VerifyingKeys {
        keys = Map.copyOf(keys);
    }
}
