package dev.rolesanywhere.node;

import dev.rolesanywhere.node.endpoint.AgentEndpoints;
import dev.rolesanywhere.node.settings.AgentSettings;
import java.io.IOException;

/**
 * The agent's startup probe: a program that the kubelet starts in the agent's container, and that ends when the agent is ready. A probe over the
 * network would fail while the JVM starts and while the agent waits for the operator's certificates, and each failure is an Event of type Warning.
 */
final class ReadyWait {
    /**
     * With the pauses between the checks, the wait lasts more than half a minute. The agent requests the keys again
     * after ten seconds.
     */
    static final int LOOKS = 60;

    private static final long PAUSE_MILLIS = 500;

    private final AgentRequest agent;

    /** @param health the agent's listener for the kubelet */
    ReadyWait(AgentSettings.Place health) {
        this.agent = new AgentRequest(health.address(), health.port());
    }

    /**
     * Waits until the agent is ready, so that the first readiness probe succeeds. After this many answers that the agent is not ready, the wait
     * ends: the readiness probe then reports why, and the liveness probe begins.
     */
    void await(int looks) throws InterruptedException {
        int answers = 0;
        while (answers < looks) {
            try {
                if (agent.get(AgentEndpoints.READY_PATH, "").isOk()) {
                    return;
                }
                answers++;
            } catch (IOException e) {
                // The agent does not listen yet.
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
