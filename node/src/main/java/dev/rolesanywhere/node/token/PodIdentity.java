package dev.rolesanywhere.node.token;

/** A pod and its ServiceAccount. The UID distinguishes it from other pods of the same name. */
public record PodIdentity(String namespace, String name, String uid, String serviceAccount) {
    /** For the log. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
