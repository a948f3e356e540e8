package dev.rolesanywhere.pki.issuance;

import org.jspecify.annotations.Nullable;

/**
 * The facts about a sender that says it is the agent of a node.
 *
 * @param token by which it proves itself
 * @param installed which ServiceAccount the installation's agents run as; absent where it has no agents
 */
public record AgentRequest(PresentedToken token, @Nullable AgentAccount installed) {}
