package dev.rolesanywhere.operator.ownobjects;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Map;
import java.util.Optional;

/**
 * A ConfigMap with CA certificates, as it was read.
 *
 * @param object as the API server returned it
 */
public record StoredBundle(ConfigMap object) {
    public static final String ENTRY = "ca.crt";

    /** Empty if it has no such entry. */
    public Optional<String> pem() {
        return Optional.ofNullable(object.getData()).flatMap(data -> Optional.ofNullable(data.get(ENTRY)));
    }

    /** A bundle with only its text, for a store without an API server. */
    public static StoredBundle of(String pem) {
        ConfigMap object = new ConfigMap();
        object.setData(Map.of(ENTRY, pem));
        return new StoredBundle(object);
    }
}
