package dev.rolesanywhere.pki.issuance;

/** The ServiceAccount of an installation's node agents. */
public record AgentAccount(String namespace, String serviceAccount) {}
