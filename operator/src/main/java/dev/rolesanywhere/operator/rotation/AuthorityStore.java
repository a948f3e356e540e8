package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import java.util.Map;
import java.util.Optional;

/** Stores CA keys and publishes CA certificates in the operator's namespace. Reads are live, one request each. */
public interface AuthorityStore {
    /** Empty if the Secret does not exist. */
    Optional<StoredSecret> read(String secret);

    /**
     * Creates the Secret; an existing Secret stays unchanged.
     *
     * @return whether it was created; the caller must read it in either case
     */
    boolean create(String trustAnchor, String secret, Map<String, String> data, Map<String, String> annotations);

    /** Without annotations. */
    default boolean create(String trustAnchor, String secret, Map<String, String> data) {
        return create(trustAnchor, secret, data, Map.of());
    }

    /**
     * Replaces the Secret's data, if it still has the version that was read.
     *
     * @return false if another replica wrote first; then the caller must read again
     */
    boolean replace(StoredSecret replaced, Map<String, String> data);

    /** The last published bundle; empty if none. */
    Optional<StoredBundle> published(String configMap);

    /**
     * Writes nothing if already published.
     *
     * @param replaced as it was read
     * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if another replica wrote first
     */
    void publish(String trustAnchor, String configMap, String pem, Optional<StoredBundle> replaced);

    /** Reads the Secret that {@link #create} created or found, which is the one that signs. */
    default StoredSecret created(String secret) {
        return read(secret).orElseThrow(() -> deleted(secret));
    }

    static IllegalStateException deleted(String secret) {
        return new IllegalStateException("Secret '" + secret + "' was deleted while it was being created; retrying");
    }
}
