package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Core v1 Events, written beside the request that caused them. */
@Singleton
class KubernetesPodEvents implements PodEvents {
    private static final Logger LOG = Logger.getLogger(KubernetesPodEvents.class);

    /** The API server takes 1024. */
    private static final int MAX_MESSAGE = 1000;

    private final KubernetesClient client;
    private final OperatorSettings settings;
    private final Clock clock;
    private final RecentlySaid recent;

    KubernetesPodEvents(KubernetesClient client, OperatorSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
        this.recent = new RecentlySaid(clock);
    }

    @Override
    public void warn(PodReference pod, String about, String reason, String message) {
        if (recent.isNew(about, reason)) {
            Thread.ofVirtual().name("pod-event").start(() -> write(event(pod, reason, message)));
        }
    }

    private Event event(PodReference pod, String reason, String message) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName("roles-anywhere-")
                .withNamespace(pod.namespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(pod.namespace())
                .withName(pod.name())
                .withUid(pod.uid())
                .endInvolvedObject()
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
                    "could not write an Event about pod %s",
                    event.getInvolvedObject().getName());
        }
    }
}
