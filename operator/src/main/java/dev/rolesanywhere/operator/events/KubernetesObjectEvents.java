package dev.rolesanywhere.operator.events;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import jakarta.inject.Singleton;

/** Tells in core v1 Events. */
@Singleton
class KubernetesObjectEvents implements ObjectEvents {
    private final EventSink events;

    KubernetesObjectEvents(EventSink events) {
        this.events = events;
    }

    @Override
    public void tell(HasMetadata about, Kind kind, String reason, String message) {
        events.write(
                new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withNamespace(about.getMetadata().getNamespace())
                        .withName(about.getMetadata().getName())
                        .withUid(about.getMetadata().getUid())
                        .build(),
                kind,
                reason,
                message);
    }
}
