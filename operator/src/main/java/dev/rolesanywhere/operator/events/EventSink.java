package dev.rolesanywhere.operator.events;

import io.fabric8.kubernetes.api.model.ObjectReference;

/** Where Events go. */
@FunctionalInterface
interface EventSink {
    void write(ObjectReference about, ObjectEvents.Kind kind, String reason, String message);
}
