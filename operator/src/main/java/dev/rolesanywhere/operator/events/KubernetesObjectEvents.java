package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Core v1 Events; those about cluster-scoped objects stand in namespace {@code default}, where kubectl looks for them. */
@Singleton
class KubernetesObjectEvents implements ObjectEvents {
    private static final Logger LOG = Logger.getLogger(KubernetesObjectEvents.class);

    /** The API server takes 1024. */
    private static final int MAX_MESSAGE = 1000;

    private static final String OF_CLUSTER_SCOPED = "default";

    private final KubernetesClient client;
    private final OperatorSettings settings;
    private final Clock clock;

    KubernetesObjectEvents(KubernetesClient client, OperatorSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void tell(HasMetadata about, Kind kind, String reason, String message) {
        Event event = event(about, kind, reason, message);
        Thread.ofVirtual().name("object-event").start(() -> write(event));
    }

    private Event event(HasMetadata about, Kind kind, String reason, String message) {
        String namespace = about.getMetadata().getNamespace();
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName("roles-anywhere-")
                .withNamespace(namespace == null ? OF_CLUSTER_SCOPED : namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(namespace)
                .withName(about.getMetadata().getName())
                .withUid(about.getMetadata().getUid())
                .endInvolvedObject()
                .withType(kind.name())
                .withReason(reason)
                .withMessage(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message)
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
            // The status says the same.
            LOG.debugf(
                    e,
                    "could not write an Event about %s",
                    event.getInvolvedObject().getName());
        }
    }
}
