package dev.rolesanywhere.node.pod;

import dev.rolesanywhere.sidecar.issuing.IssuerConnection;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.refresh.SessionExchange;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * The parts that the agent has once for all pods.
 *
 * @param clock the node's
 * @param agentToken proves the agent to the operator
 * @param threads for calls to operator and AWS, apart from the thread that decides
 */
public record AgentParts(
        Clock clock,
        SecureRandom random,
        JsonLog log,
        SessionExchange exchange,
        IssuerConnection issuer,
        ProjectedToken agentToken,
        StateDirectory directory,
        Executor threads) {}
