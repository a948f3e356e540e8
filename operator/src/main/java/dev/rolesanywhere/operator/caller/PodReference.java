package dev.rolesanywhere.operator.caller;

/** A pod, and who it runs as. The UID tells it from another of the same name. */
public record PodReference(String namespace, String name, String uid, String serviceAccount) {}
