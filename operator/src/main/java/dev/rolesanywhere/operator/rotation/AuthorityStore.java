package dev.rolesanywhere.operator.rotation;

import java.util.Map;
import java.util.Optional;

/** Where CA keys lie and where CA certificates are published; both in the operator's namespace. Reads are live. */
public interface AuthorityStore {
    /** The Secret's data, decoded; empty if there is no such Secret. */
    Optional<Map<String, byte[]>> read(String secret);

    /** Creates the Secret; if it is there already, it is left as it is and adopted. Never overwrites. */
    Stored createOrAdopt(String trustAnchor, String secret, Map<String, String> data);

    /** The Secret's data with its version; empty if there is no such Secret. */
    Optional<Held> held(String secret);

    /**
     * Replaces the Secret's data, if it still has this version.
     *
     * @return whether it had; if not, somebody else was first, and what is there now is to be read again
     */
    boolean replace(String secret, Map<String, String> data, String version);

    /** The PEM that was published last; empty if none was. */
    Optional<String> published(String configMap);

    void publish(String trustAnchor, String configMap, String pem);

    /**
     * @param version changes with every write
     * @param annotations say what the Secret is meant for
     */
    record Held(String version, Map<String, byte[]> data, Map<String, String> annotations) {
        @Override
        public String toString() {
            return "Held[version=" + version + "]";
        }
    }

    /** @param created whether the data is what was given, rather than what was found */
    record Stored(boolean created, Map<String, byte[]> data) {
        @Override
        public String toString() {
            return "Stored[created=" + created + "]";
        }
    }
}
