package dev.rolesanywhere.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeadershipTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Leadership leadership = new Leadership();

    @Test
    void a_replica_that_was_never_active_answers_no_request() {
        assertThat(leadership.answers(NOW)).isFalse();
        leadership.lost(NOW);
        assertThat(leadership.answers(NOW)).isFalse();
    }

    @Test
    void a_replica_that_led_answers_for_thirty_seconds_more() {
        leadership.gained();
        assertThat(leadership.answers(NOW)).isTrue();

        leadership.lost(NOW);
        leadership.lost(NOW.plusSeconds(20));

        assertThat(leadership.isLeading()).isFalse();
        assertThat(leadership.answers(NOW.plusSeconds(29))).isTrue();
        assertThat(leadership.answers(NOW.plusSeconds(30))).isFalse();
    }
}
