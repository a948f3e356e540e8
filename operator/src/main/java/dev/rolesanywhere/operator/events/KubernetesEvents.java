package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Core v1 Events, written beside the request that caused them. */
@Singleton
class KubernetesEvents implements PodEvents, ObjectEvents {
    private static final Logger LOG = Logger.getLogger(KubernetesEvents.class);

    /** The API server takes 1024. */
    private static final int MAX_MESSAGE = 1000;

    private final KubernetesClient client;
    private final OperatorSettings settings;
    private final Clock clock;
    private final RecentlySaid recent;

    KubernetesEvents(KubernetesClient client, OperatorSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
        this.recent = new RecentlySaid(clock);
    }

    @Override
    public void warn(PodReference pod, String about, String reason, String message) {
        warn(
                new ObjectReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withNamespace(pod.namespace())
                        .withName(pod.name())
                        .withUid(pod.uid())
                        .build(),
                about,
                reason,
                message);
    }

    @Override
    public void warn(HasMetadata object, String reason, String message) {
        String uid = object.getMetadata().getUid();
        warn(
                new ObjectReferenceBuilder()
                        .withApiVersion(object.getApiVersion())
                        .withKind(object.getKind())
                        .withNamespace(object.getMetadata().getNamespace())
                        .withName(object.getMetadata().getName())
                        .withUid(uid)
                        .build(),
                uid,
                reason,
                message);
    }

    private void warn(ObjectReference object, String about, String reason, String message) {
        if (recent.isNew(about, reason)) {
            Thread.ofVirtual().name("event").start(() -> write(event(object, reason, message)));
        }
    }

    private Event event(ObjectReference object, String reason, String message) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName("roles-anywhere-")
                .withNamespace(Objects.requireNonNullElse(object.getNamespace(), "default"))
                .endMetadata()
                .withInvolvedObject(object)
                .withType("Warning")
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
            // The log and the status say the same, so a lost Event is no reason to fail a request.
            LOG.debugf(
                    e,
                    "could not write an Event about %s",
                    event.getInvolvedObject().getName());
        }
    }
}
