package dev.rolesanywhere.node.token;

/** A pod, and who it runs as. The UID tells it from another of the same name. */
public record PodIdentity(String namespace, String name, String uid, String serviceAccount) {
    /** For the log. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
