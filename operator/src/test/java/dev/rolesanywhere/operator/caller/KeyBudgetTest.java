package dev.rolesanywhere.operator.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyBudgetTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void a_key_for_each_start_needs_no_budget() {
        assertThat(wait(List.of(), 0, 1)).isEmpty();
        assertThat(wait(minutesAgo(3, 2, 1), 3, 5)).isEmpty();
    }

    @Test
    void three_more_within_an_hour_are_within_the_budget_and_the_next_waits_until_the_first_of_them_is_an_hour_old() {
        assertThat(wait(minutesAgo(59, 20, 10), 3, 1)).isEmpty();
        assertThat(wait(minutesAgo(59, 30, 20, 10), 4, 1).orElseThrow()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void a_start_that_is_seen_later_explains_a_key_afterwards() {
        assertThat(wait(minutesAgo(59, 30, 20, 10), 4, 2)).isEmpty();
    }

    @Test
    void unexplained_keys_from_more_than_an_hour_ago_do_not_count() {
        assertThat(wait(minutesAgo(300, 200, 100, 61), 4, 1)).isEmpty();
    }

    @Test
    void forgotten_keys_count_as_old() {
        assertThat(wait(minutesAgo(80, 70), 50, 1)).isEmpty();
    }

    private static java.util.Optional<Duration> wait(List<Instant> uses, int accepted, int explained) {
        return KeyBudget.waitForNewKey(uses, accepted, explained, NOW);
    }

    private static List<Instant> minutesAgo(int... minutes) {
        return IntStream.of(minutes)
                .mapToObj(minute -> NOW.minus(Duration.ofMinutes(minute)))
                .toList();
    }
}
