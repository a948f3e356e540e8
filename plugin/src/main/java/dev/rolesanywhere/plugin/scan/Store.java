package dev.rolesanywhere.plugin.scan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The relevant part of a Secret or ConfigMap. It holds no value except the access key ID.
 *
 * @param keys the names of its entries
 * @param file whether an entry is a credentials file
 */
public record Store(String namespace, String object, Set<String> keys, boolean file, Optional<String> accessKeyId) {
    public static final String SECRET = "Secret/";
    public static final String CONFIG_MAP = "ConfigMap/";

    static Store of(Secret secret) {
        Map<String, String> values = new HashMap<>();
        Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
                .forEach((key, value) -> values.put(key, AccessKey.decoded(value)));
        return of(
                secret.getMetadata().getNamespace(),
                SECRET + secret.getMetadata().getName(),
                values);
    }

    static Store of(ConfigMap map) {
        return of(
                map.getMetadata().getNamespace(),
                CONFIG_MAP + map.getMetadata().getName(),
                Objects.requireNonNullElse(map.getData(), Map.of()));
    }

    private static Store of(String namespace, String object, Map<String, String> values) {
        return new Store(
                namespace,
                object,
                Set.copyOf(values.keySet()),
                values.values().stream().anyMatch(AccessKey::isFile),
                AccessKey.id(values));
    }

    /** The name by which pods of the namespace refer to it. */
    String key() {
        return key(namespace, object);
    }

    static String key(String namespace, String object) {
        return namespace + " " + object;
    }

    boolean hasVariables() {
        return keys.stream().anyMatch(AccessKey::isVariable);
    }

    public boolean hasKeys() {
        return file || AccessKey.areOfAKey(keys);
    }
}
