package dev.rolesanywhere.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.admission.WebhookHealth.Say;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookHealthTest {
    private static final Optional<String> FINE = Optional.empty();
    private static final Optional<String> BAD = Optional.of("cannot be reached");

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private WebhookHealth health = WebhookHealth.GOOD;

    @Test
    void one_failed_probe_causes_no_event() {
        assertThat(heard(List.of(FINE, BAD, FINE, BAD, FINE))).containsOnly(Say.NOTHING);
    }

    @Test
    void two_failures_in_a_row_are_one_event_and_recovery_is_another() {
        assertThat(heard(List.of(BAD, BAD, BAD, FINE, FINE)))
                .containsExactly(Say.NOTHING, Say.GONE, Say.NOTHING, Say.BACK, Say.NOTHING);
    }

    @Test
    void the_event_is_repeated_after_ten_minutes() {
        heard(List.of(BAD, BAD));
        now = now.plus(WebhookHealth.AGAIN).minusSeconds(16);
        assertThat(heard(List.of(BAD))).containsExactly(Say.NOTHING);
        assertThat(heard(List.of(BAD))).containsExactly(Say.GONE);
    }

    private List<Say> heard(List<Optional<String>> probes) {
        List<Say> said = new ArrayList<>();
        for (Optional<String> problem : probes) {
            WebhookHealth.Step step = health.after(problem, now);
            health = step.health();
            said.add(step.say());
            now = now.plus(Duration.ofSeconds(15));
        }
        return said;
    }
}
