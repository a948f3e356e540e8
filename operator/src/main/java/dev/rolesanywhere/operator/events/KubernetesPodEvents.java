package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.operator.caller.PodReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Warns in core v1 Events, and remembers what it said. */
@Singleton
class KubernetesPodEvents implements PodEvents {
    private final KubernetesEvents events;
    private final RecentlySaid recent;

    KubernetesPodEvents(KubernetesEvents events, Clock clock) {
        this.events = events;
        this.recent = new RecentlySaid(clock);
    }

    @Override
    public void warn(PodReference pod, String about, String reason, String message) {
        if (recent.isNew(about, reason)) {
            events.write(
                    new ObjectReferenceBuilder()
                            .withApiVersion("v1")
                            .withKind("Pod")
                            .withNamespace(pod.namespace())
                            .withName(pod.name())
                            .withUid(pod.uid())
                            .build(),
                    ObjectEvents.Kind.Warning,
                    reason,
                    message);
        }
    }
}
