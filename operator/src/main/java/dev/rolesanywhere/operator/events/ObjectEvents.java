package dev.rolesanywhere.operator.events;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells people about an object of ours, in {@code kubectl describe} of it. Never blocks and never fails. */
@FunctionalInterface
public interface ObjectEvents {
    /** Spelled as the API spells it. */
    enum Kind {
        Normal,
        Warning
    }

    /** @param reason a constant of the object's conditions */
    void tell(HasMetadata about, Kind kind, String reason, String message);
}
