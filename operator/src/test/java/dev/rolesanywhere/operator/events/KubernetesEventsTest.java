package dev.rolesanywhere.operator.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.events.Events.Budget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesEventsTest {
    private static final TestClock CLOCK = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));

    private final List<String> written = new ArrayList<>();
    private final KubernetesEvents events = new KubernetesEvents(
            event -> written.add(event.getInvolvedObject().getNamespace() + "/"
                    + event.getInvolvedObject().getName() + " " + event.getReason()),
            new TestSettings(),
            CLOCK);

    @Test
    void an_alarm_is_written_independent_of_other_events_of_its_namespace() {
        for (int i = 0; i < 100_000; i++) {
            events.warn(pod("flood-" + i), Budget.ORDINARY, "Reason" + i, "x");
        }
        written.clear();

        events.warn(pod("orders-1"), Budget.SECURITY, "MoreKeysThanRestarts", "x");

        assertThat(written).containsExactly("shop/orders-1 MoreKeysThanRestarts");
    }

    @Test
    void a_flood_of_alarms_leaves_the_other_events() {
        for (int i = 0; i < 1000; i++) {
            events.warn(pod("flood-" + i), Budget.SECURITY, "MoreKeysThanRestarts", "x");
        }
        assertThat(written).hasSize(200);
        written.clear();

        events.warn(pod("orders-1"), Budget.ORDINARY, "PodDeleted", "x");

        assertThat(written).containsExactly("shop/orders-1 PodDeleted");
    }

    @Test
    void a_long_message_is_cut_to_the_api_servers_limit() {
        List<String> messages = new ArrayList<>();
        new KubernetesEvents(event -> messages.add(event.getMessage()), new TestSettings(), CLOCK)
                .warn(pod("orders-1"), Budget.ORDINARY, "PodDeleted", "🙂".repeat(1000));

        assertThat(messages.getFirst().getBytes(UTF_8)).hasSizeLessThan(1024);
        assertThat(messages.getFirst()).endsWith("🙂… See https://docs.example.org/troubleshooting/#poddeleted");
    }

    private static PodReference pod(String name) {
        return new PodReference("shop", name, "uid-" + name, "orders");
    }
}
