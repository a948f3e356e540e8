package dev.rolesanywhere.operator.caller;

import java.security.PublicKey;
import java.util.Map;

/** By what the ServiceAccount tokens of this cluster can be verified. */
public interface ServiceAccountKeys {
    /**
     * @param issuer that tokens name
     * @param keys by their ids
     */
    record Published(String issuer, Map<String, PublicKey> keys) {
        public Published {
            keys = Map.copyOf(keys);
        }
    }

    /** @throws RuntimeException if the API server could not be asked */
    Published published();
}
