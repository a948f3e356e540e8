package dev.rolesanywhere.operator.caller;

/** A pod and its ServiceAccount. The UID distinguishes it from other pods of the same name. */
public record PodReference(String namespace, String name, String uid, String serviceAccount) {}
