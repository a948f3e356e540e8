package dev.rolesanywhere.operator.admission;

import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.events.Events.Kind;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.schedule.Periodic;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Writes an Event on the MutatingWebhookConfiguration when the webhook is unavailable, slow or returns invalid answers, and when it
 * works again. With {@code failurePolicy: Ignore} the API server itself reports nothing.
 */
@Singleton
class WebhookWatch {
    static final String UNAVAILABLE = "WebhookUnavailable";
    static final String AVAILABLE = "WebhookAvailable";
    private static final Logger LOG = Logger.getLogger(WebhookWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final KubernetesClient client;
    private final String configuration;
    private final WebhookProbe probe;
    private final Leadership leadership;
    private final Events events;
    private final Clock clock;
    private final AtomicReference<WebhookHealth> health = new AtomicReference<>(WebhookHealth.GOOD);
    private final Periodic looking;

    WebhookWatch(
            KubernetesClient client,
            OperatorSettings settings,
            WebhookProbe probe,
            Leadership leadership,
            Events events,
            MeterRegistry metrics,
            Clock clock) {
        this.client = client;
        this.configuration = settings.name();
        this.probe = probe;
        this.leadership = leadership;
        this.events = events;
        this.clock = clock;
        this.looking = new Periodic("webhook-watch", PAUSE, PAUSE, this::look);
        Gauge.builder("rolesanywhere.webhook.available", health, it -> it.get().isGone() ? 0 : 1)
                .description(
                        "1 if the webhook answers the active operator correctly or has not been probed yet, else 0")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        looking.start();
    }

    void stop(@Observes ShutdownEvent event) {
        looking.stop();
    }

    void look() {
        if (!leadership.isLeading()) {
            health.set(WebhookHealth.GOOD);
            return;
        }
        MutatingWebhookConfiguration found = client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(configuration)
                .get();
        // Without a webhook in the chart, there is nothing to check.
        if (found == null || found.getWebhooks().isEmpty()) {
            return;
        }
        Optional<String> problem = probe.problem(found.getWebhooks().getFirst());
        WebhookHealth.Step step = health.get().after(problem, clock.instant());
        health.set(step.health());
        switch (step.say()) {
            case GONE -> gone(found, problem.orElseThrow());
            case BACK ->
                emit(
                        found,
                        Kind.Normal,
                        AVAILABLE,
                        "The webhook answers again: pods of bound ServiceAccounts are injected.");
            case NOTHING -> {}
        }
    }

    private void gone(MutatingWebhookConfiguration found, String problem) {
        emit(
                found,
                Kind.Warning,
                UNAVAILABLE,
                "The webhook %s. Until it works, new pods of bound ServiceAccounts are rejected, and their controllers retry. Other pods start normally, and running pods keep their credentials. Check Deployment %s-webhook in the operator's namespace."
                        .formatted(problem, configuration));
    }

    private void emit(MutatingWebhookConfiguration about, Kind kind, String reason, String message) {
        LOG.log(kind == Kind.Warning ? Logger.Level.WARN : Logger.Level.INFO, message);
        events.emit(about, kind, reason, message);
    }
}
