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

    /** What an Event about a pod counts against. No flood of one kind costs an Event of the other. */
    enum Budget {
        ORDINARY,
        /** Somebody may have stolen something. */
        SECURITY,
        /** Nothing is wrong for all that is known: the Event is Normal. */
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
     * @param pod as the API server vouches for it: from a token review, or read from the API server
     * @param reason a constant of the conditions or of the issuing policy
     * @param message a sentence of ours; somebody else's words in it are an {@code UntrustedText}
     * @return whether there was room for it
     */
    boolean warn(PodReference pod, Budget budget, String reason, String message);
}
