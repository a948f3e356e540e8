package dev.rolesanywhere.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.operator.RecordedEvents;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.leadership.Leadership;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With Fabric8's CRUD server, and a probe whose answers the test sets. */
@EnableKubernetesMockClient(crud = true)
class WebhookWatchTest {
    KubernetesClient client;

    private final Leadership leadership = new Leadership();
    private final RecordedEvents events = new RecordedEvents();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Optional<String> problem = Optional.empty();
    private WebhookWatch watch;

    @BeforeEach
    void make() {
        watch = new WebhookWatch(
                client,
                new TestSettings(),
                webhook -> problem,
                leadership,
                events,
                metrics,
                new TestClock(Instant.parse("2026-01-02T03:04:05Z")));
    }

    @Test
    void an_unavailable_webhook_and_its_return_are_events_on_its_configuration_and_a_metric() {
        leadership.gained();
        configured();
        problem = Optional.of("cannot be reached");
        watch.look();
        watch.look();

        assertThat(events.all).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Events.Kind.Warning);
            assertThat(event.about()).isEqualTo("raw");
            assertThat(event.reason()).isEqualTo("WebhookUnavailable");
            assertThat(event.message())
                    .startsWith("The webhook cannot be reached. Until it works, new pods of bound")
                    .contains("Check Deployment raw-webhook");
        });
        assertThat(available()).isZero();

        problem = Optional.empty();
        watch.look();

        assertThat(events.reasons()).hasSize(2).last().isEqualTo("raw WebhookAvailable");
        assertThat(events.all.getLast().kind()).isEqualTo(Events.Kind.Normal);
        assertThat(available()).isEqualTo(1);
    }

    @Test
    void a_standby_and_a_cluster_without_the_webhook_write_no_event() {
        problem = Optional.of("cannot be reached");
        configured();
        watch.look();
        watch.look();
        client.admissionRegistration().v1().mutatingWebhookConfigurations().delete();
        leadership.gained();
        watch.look();
        watch.look();

        assertThat(events.all).isEmpty();
    }

    private double available() {
        return metrics.get("rolesanywhere.webhook.available").gauge().value();
    }

    private void configured() {
        client.resource(new MutatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName("raw")
                        .endMetadata()
                        .addNewWebhook()
                        .withName("inject.rolesanywhere.dev")
                        .endWebhook()
                        .build())
                .create();
    }
}
