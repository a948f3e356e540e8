package dev.rolesanywhere.operator.ownobjects;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A Secret as it was read. A write that replaces it names its version and changes only the data. */
public final class StoredSecret {
    private final Secret object;
    private final Map<String, byte[]> data;

    /** @param object as the API server returned it */
    public StoredSecret(Secret object) {
        this.object = object;
        this.data = decoded(object);
    }

    public String name() {
        return object.getMetadata().getName();
    }

    /** Changes with every write. */
    public String version() {
        return object.getMetadata().getResourceVersion();
    }

    /** Decoded from base64. */
    public Map<String, byte[]> data() {
        return data;
    }

    /** The same Secret with one more entry, which is not stored. */
    public StoredSecret with(String entry, String text) {
        return new StoredSecret(new SecretBuilder(object)
                .addToData(entry, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .build());
    }

    /** The annotations state the purpose of the Secret. */
    public Map<String, String> annotations() {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : Map.copyOf(annotations);
    }

    Secret object() {
        return object;
    }

    private static Map<String, byte[]> decoded(Secret secret) {
        Map<String, byte[]> data = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((entry, value) ->
                            data.put(entry, Base64.getDecoder().decode(value)));
        }
        return data;
    }

    /** Without the data. */
    @Override
    public String toString() {
        return "StoredSecret[" + name() + ", version=" + version() + "]";
    }
}
