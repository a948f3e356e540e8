package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import java.util.Map;
import java.util.Optional;

/** Where CA keys lie and where CA certificates are published; both in the operator's namespace. Reads are live, each one request. */
public interface AuthorityStore {
    /** Empty if there is no such Secret. */
    Optional<StoredSecret> read(String secret);

    /**
     * Creates the Secret; if it is there already, it is left as it is. Never overwrites.
     *
     * @return whether it was created; what is there now must be read in either case
     */
    boolean create(String trustAnchor, String secret, Map<String, String> data, Map<String, String> annotations);

    /** Without annotations. */
    default boolean create(String trustAnchor, String secret, Map<String, String> data) {
        return create(trustAnchor, secret, data, Map.of());
    }

    /**
     * Replaces the Secret's data, if it still has the version that was read.
     *
     * @return whether it had; if not, somebody else was first, and what is there now must be read
     */
    boolean replace(StoredSecret replaced, Map<String, String> data);

    /** What was published last; empty if nothing was. */
    Optional<StoredBundle> published(String configMap);

    /**
     * Writes nothing if this was published already.
     *
     * @param replaced as it was read
     * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if somebody else was first
     */
    void publish(String trustAnchor, String configMap, String pem, Optional<StoredBundle> replaced);

    /** Reads back what {@link #create} created or found: what is there is what will be signed with. */
    default StoredSecret created(String secret) {
        return read(secret).orElseThrow(() -> deleted(secret));
    }

    static IllegalStateException deleted(String secret) {
        return new IllegalStateException("Secret '" + secret + "' was deleted while it was being made; trying again");
    }
}
