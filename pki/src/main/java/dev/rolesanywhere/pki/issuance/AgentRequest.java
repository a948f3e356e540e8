package dev.rolesanywhere.pki.issuance;

import org.jspecify.annotations.Nullable;

/**
 * The facts about a sender that claims to be a node agent.
 *
 * @param token the sender's own token
 * @param installed the ServiceAccount of the installation's agents; absent if the installation has no agents
 */
public record AgentRequest(PresentedToken token, @Nullable AgentAccount installed) {}
