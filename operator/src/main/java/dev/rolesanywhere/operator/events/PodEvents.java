package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.operator.caller.PodReference;

/** Tells people about a pod, where they look first: {@code kubectl describe pod}. */
@FunctionalInterface
public interface PodEvents {
    /** What an Event counts against. No flood of one kind costs an Event of the other. */
    enum Budget {
        ORDINARY,
        /** Somebody may have stolen something. */
        SECURITY,
        /** Nothing is wrong for all that is known: the Event is Normal. */
        NOTICE
    }

    /**
     * A Warning on the pod, or a Normal Event for a notice; at most one for each pod and reason in ten minutes, and a limited number for each ServiceAccount and
     * namespace. Never blocks and never fails.
     *
     * @param pod as the API server vouches for it: from a token review, or read from the API server
     * @param reason a constant of the conditions or of the issuing policy
     * @param message a sentence of ours; somebody else's words in it are an {@code UntrustedText}
     */
    void warn(PodReference pod, Budget budget, String reason, String message);
}
