package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.operator.caller.PodReference;

/** Tells people about a pod, where they look first: {@code kubectl describe pod}. */
public interface PodEvents {
    /**
     * A Warning on the pod; at most one for each audience and reason in ten minutes. Never blocks and never fails.
     *
     * @param about what is told only once: the pod's UID, or its owner's
     * @param reason a constant of the conditions or of the issuing policy
     */
    void warn(PodReference pod, String about, String reason, String message);
}
