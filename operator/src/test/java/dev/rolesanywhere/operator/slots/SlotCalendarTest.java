package dev.rolesanywhere.operator.slots;

import static dev.rolesanywhere.operator.slots.Urgency.Pressing;
import static dev.rolesanywhere.operator.slots.Urgency.Renewing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which second a call gets, with a capacity of four for each second. */
class SlotCalendarTest {
    private static final long NOW = 1_000;

    private final SlotCalendar calendar = new SlotCalendar();

    @Test
    void a_second_accepts_calls_up_to_its_capacity() {
        assertThat(take(Pressing, 9)).containsExactly(0L, 0L, 0L, 0L, 1L, 1L, 1L, 1L, 2L);
    }

    @Test
    void renewals_use_three_quarters_of_a_second_and_starting_pods_the_rest() {
        assertThat(take(Renewing, 7)).containsExactly(0L, 0L, 0L, 1L, 1L, 1L, 2L);
        assertThat(take(Pressing, 3)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void starting_pods_may_leave_nothing_to_renewals() {
        take(Pressing, 8);
        assertThat(take(Renewing, 1)).containsExactly(2L);
    }

    @Test
    void with_a_capacity_of_two_one_call_may_be_a_renewal() {
        assertThat(LongStream.range(0, 3).map(i -> calendar.take(NOW, NOW, Renewing, second -> 2) - NOW))
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    void a_caller_with_a_later_start_delays_no_other() {
        assertThat(calendar.take(NOW, NOW + 7, Pressing, second -> 4)).isEqualTo(NOW + 7);
        assertThat(calendar.take(NOW, NOW + 7, Renewing, second -> 4)).isEqualTo(NOW + 7);
        assertThat(take(Pressing, 1)).containsExactly(0L);
        assertThat(take(Renewing, 1)).containsExactly(0L);
    }

    @Test
    void a_past_second_is_never_assigned() {
        assertThat(calendar.take(NOW + 5, NOW, Pressing, second -> 4)).isEqualTo(NOW + 5);
    }

    @Test
    void the_returned_place_of_a_starting_pod_is_free_for_every_call() {
        take(Pressing, 8);
        calendar.giveBack(NOW, Pressing);
        assertThat(take(Renewing, 2)).containsExactly(0L, 2L);
    }

    @Test
    void the_returned_place_of_a_renewal_is_free_for_a_renewal() {
        take(Renewing, 6);
        calendar.giveBack(NOW, Renewing);
        assertThat(take(Renewing, 2)).containsExactly(0L, 2L);
        assertThat(take(Pressing, 3)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void a_place_that_is_returned_after_its_second_has_no_effect() {
        take(Pressing, 4);
        calendar.take(NOW + 5, NOW + 5, Pressing, second -> 4);
        calendar.giveBack(NOW, Pressing);
        assertThat(calendar.take(NOW + 5, NOW + 5, Pressing, second -> 4)).isEqualTo(NOW + 5);
    }

    @Test
    void seconds_with_a_higher_capacity_are_used_again() {
        take(Pressing, 8);
        take(Renewing, 1);
        calendar.searchFromNow();
        assertThat(calendar.take(NOW, NOW, Pressing, second -> 8)).isEqualTo(NOW);
        assertThat(calendar.take(NOW, NOW, Renewing, second -> 8)).isEqualTo(NOW);
    }

    /** Seconds from now. */
    private List<Long> take(Urgency urgency, int calls) {
        return LongStream.range(0, calls)
                .map(i -> calendar.take(NOW, NOW, urgency, second -> 4) - NOW)
                .boxed()
                .toList();
    }
}
