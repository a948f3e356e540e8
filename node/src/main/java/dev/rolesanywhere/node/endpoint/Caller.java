package dev.rolesanywhere.node.endpoint;

import dev.rolesanywhere.node.pod.AgentPod;
import dev.rolesanywhere.sidecar.endpoint.Answer;

/** Which pod sends a request, or why that is not known. */
sealed interface Caller {
    /**
     * A pod of this node.
     *
     * @param pod whose token was verified before it expired
     */
    record Known(AgentPod pod) implements Caller {}

    /** The request is answered so. */
    record Turned(Answer answer, String reason) implements Caller {}

    /** The operator is called for the facts that decide. */
    record Later() implements Caller {}
}
