package dev.rolesanywhere.operator.caller;

import java.security.PublicKey;
import java.util.Map;

/** The public keys that verify ServiceAccount tokens of this cluster. */
public interface ServiceAccountKeys {
    /**
     * @param issuer that tokens name
     * @param keys by their IDs
     */
    record Published(String issuer, Map<String, PublicKey> keys) {
        public Published {
            keys = Map.copyOf(keys);
        }
    }

    /** @throws RuntimeException if the API server could not be reached */
    Published published();
}
