package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.operator.caller.PodReference;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Kubernetes Events, which {@code kubectl describe} shows. Emitting one never blocks and never fails. */
public interface Events {
    /** Spelled as the API spells it. */
    enum Kind {
        Normal,
        Warning
    }

    /** The budget of an Event about a pod. The budgets are independent. */
    enum Budget {
        ORDINARY,
        /** Something may have been stolen. */
        SECURITY,
        /** Not known to be a problem: the Event is Normal. */
        NOTICE
    }

    /**
     * About an object that only administrators create.
     *
     * @param reason a constant of the object's conditions
     */
    void emit(HasMetadata about, Kind kind, String reason, String message);

    /**
     * A Warning about a pod, or a Normal Event for a notice; at most one for each pod and reason in ten minutes, and a limited number for each ServiceAccount and
     * namespace.
     *
     * @param pod authenticated: from a token review, or read from the API server
     * @param reason a constant of the conditions or of the issuing policy
     * @param message our own sentence; external text in it must be an {@code UntrustedText}
     * @return whether the budget allowed it
     */
    boolean warn(PodReference pod, Budget budget, String reason, String message);
}
