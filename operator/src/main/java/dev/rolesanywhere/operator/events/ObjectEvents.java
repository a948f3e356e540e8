package dev.rolesanywhere.operator.events;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells people about an object of ours: {@code kubectl events --for}. */
public interface ObjectEvents {
    /** A Warning on the object, which may be gone already; never blocks and never fails. Events about cluster-scoped objects lie in namespace default. */
    void warn(HasMetadata object, String reason, String message);
}
