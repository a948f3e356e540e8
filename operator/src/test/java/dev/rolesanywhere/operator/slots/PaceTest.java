package dev.rolesanywhere.operator.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Pace pace = Pace.start(10, NOW);

    @Test
    void a_new_leader_spends_half_until_no_slot_of_the_one_before_is_left() {
        Pace careful = Pace.start(10, NOW.plusSeconds(120));
        assertThat(careful.at(NOW)).isEqualTo(5);
        assertThat(careful.at(NOW.plusSeconds(120))).isEqualTo(10);
    }

    @Test
    void throttling_lowers_it_at_once() {
        assertThat(pace.throttled(NOW, NOW).at(NOW)).isCloseTo(7, within(1e-9));
    }

    @Test
    void slots_granted_before_the_cut_do_not_cut_again() {
        Pace cut = pace.throttled(NOW, NOW.plusSeconds(5));
        assertThat(cut.throttled(NOW.plusSeconds(4), NOW.plusSeconds(6))).isEqualTo(cut);
        assertThat(cut.throttled(NOW.plusSeconds(5), NOW.plusSeconds(6)).at(NOW.plusSeconds(6)))
                .isCloseTo(4.9, within(1e-9));
    }

    @Test
    void it_never_falls_below_a_tenth() {
        Pace cut = pace;
        for (int i = 0; i < 100; i++) {
            cut = cut.throttled(NOW.plusSeconds(i), NOW.plusSeconds(i));
        }
        assertThat(cut.at(NOW.plusSeconds(100))).isEqualTo(1);
    }

    @Test
    void success_raises_it_by_a_twentieth_every_ten_seconds_up_to_what_is_configured() {
        Pace raised = pace.throttled(NOW, NOW);
        for (int second = 1; second <= 19; second++) {
            raised = raised.accepted(NOW.plusSeconds(second), NOW.plusSeconds(second));
        }
        assertThat(raised.at(NOW)).isCloseTo(7.5, within(1e-9));
        for (int second = 20; second <= 200; second++) {
            raised = raised.accepted(NOW.plusSeconds(second), NOW.plusSeconds(second));
        }
        assertThat(raised.at(NOW)).isEqualTo(10);
    }

    @Test
    void a_success_of_before_the_cut_raises_nothing() {
        Pace cut = pace.throttled(NOW, NOW.plusSeconds(5));
        assertThat(cut.accepted(NOW, NOW.plusSeconds(60))).isEqualTo(cut);
    }
}
