package dev.rolesanywhere.node.endpoint;

import dev.rolesanywhere.node.pod.AgentPod;
import dev.rolesanywhere.sidecar.endpoint.Answer;

/** The pod that sends a request, or the reason why the pod is unknown. */
sealed interface Caller {
    /**
     * A pod of this node.
     *
     * @param pod whose token was verified before it expired
     */
    record Known(AgentPod pod) implements Caller {}

    /** The request is rejected with this answer. */
    record Turned(Answer answer, String reason) implements Caller {}

    /** The decision waits for facts from the operator. */
    record Later() implements Caller {}
}
