package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.client.text.TextLimit;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Writes core v1 Events, beside whatever caused them; those about cluster-scoped objects stand in namespace {@code default}, where kubectl looks for them. */
@Singleton
class KubernetesEvents implements EventSink {
    private static final Logger LOG = Logger.getLogger(KubernetesEvents.class);

    /** The API server takes 1,024 bytes. */
    static final TextLimit LIMIT = new TextLimit(1000, 1000);

    private static final String OF_CLUSTER_SCOPED = "default";

    private final KubernetesClient client;
    private final OperatorSettings settings;
    private final Clock clock;

    KubernetesEvents(KubernetesClient client, OperatorSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void write(ObjectReference about, ObjectEvents.Kind kind, String reason, String message) {
        Event event = event(about, kind, reason, message);
        Thread.ofVirtual().name("event").start(() -> write(event));
    }

    private Event event(ObjectReference about, ObjectEvents.Kind kind, String reason, String message) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName("roles-anywhere-")
                .withNamespace(about.getNamespace() == null ? OF_CLUSTER_SCOPED : about.getNamespace())
                .endMetadata()
                .withInvolvedObject(about)
                .withType(kind.name())
                .withReason(reason)
                .withMessage(LIMIT.cut(message))
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource(settings.name(), null)
                .withReportingComponent("rolesanywhere.dev/operator")
                .withReportingInstance(settings.podName())
                .build();
    }

    private void write(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            // The log and the status say the same, so a lost Event is no reason to fail what caused it.
            LOG.debugf(
                    e,
                    "could not write an Event about %s",
                    event.getInvolvedObject().getName());
        }
    }
}
