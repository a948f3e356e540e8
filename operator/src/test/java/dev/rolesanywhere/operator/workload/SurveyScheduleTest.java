package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurveyScheduleTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String ORDERS = "orders";
    private static final String BATCH = "batch";

    private final SurveySchedule schedule = new SurveySchedule();

    @Test
    void each_namespace_is_checked_at_most_every_twenty_seconds() {
        List<String> looked = IntStream.range(0, 60)
                .mapToObj(second -> look(Set.of(ORDERS, BATCH), NOW.plusSeconds(second)))
                .flatMap(List::stream)
                .toList();

        assertThat(looked).hasSize(6).containsOnly(ORDERS, BATCH);
        assertThat(looked.stream().filter(ORDERS::equals)).hasSize(3);
    }

    @Test
    void a_clock_that_steps_back_delays_no_check() {
        look(Set.of(ORDERS), NOW);

        assertThat(schedule.next(Set.of(ORDERS), NOW.minusSeconds(3600))).containsExactly(ORDERS);
    }

    @Test
    void a_namespace_that_is_newly_bound_is_next() {
        look(Set.of(ORDERS), NOW);

        assertThat(schedule.next(Set.of(ORDERS, BATCH), NOW.plusSeconds(30))).startsWith(BATCH);
    }

    @Test
    void a_namespace_that_is_bound_again_counts_as_new() {
        look(Set.of(ORDERS), NOW);
        look(Set.of(), NOW.plusSeconds(1));

        assertThat(schedule.next(Set.of(ORDERS), NOW.plusSeconds(2))).containsExactly(ORDERS);
    }

    @Test
    void the_namespace_of_a_failed_check_is_next_unless_its_check_began() {
        schedule.next(Set.of(ORDERS), NOW);
        assertThat(schedule.next(Set.of(ORDERS), NOW.plusSeconds(1))).containsExactly(ORDERS);

        schedule.tried(ORDERS, NOW.plusSeconds(1));
        assertThat(schedule.next(Set.of(ORDERS), NOW.plusSeconds(2))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, 500", "200, 640", "400, 700", "170, 1100"})
    void a_round_takes_a_hundred_seconds_and_the_first_round_half_of_it(int namespaces, int millisBetweenLooks) {
        Set<String> bound =
                IntStream.range(0, namespaces).mapToObj(String::valueOf).collect(Collectors.toSet());
        Instant first = lookAtAll(bound, NOW, millisBetweenLooks);
        Instant second = lookAtAll(bound, first, millisBetweenLooks);

        assertThat(Duration.between(NOW, first)).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(60));
        assertThat(Duration.between(first, second)).isBetween(Duration.ofSeconds(95), Duration.ofSeconds(105));
    }

    @Test
    void a_pause_of_the_process_causes_ten_checks_at_once_and_no_more_afterwards() {
        Set<String> bound = IntStream.range(0, 200).mapToObj(String::valueOf).collect(Collectors.toSet());
        Instant end = lookAtAll(bound, NOW, 500);

        assertThat(look(bound, end.plusSeconds(60))).hasSize(10);
        assertThat(look(bound, end.plusMillis(60_500))).hasSizeLessThan(3);
    }

    @Test
    void without_bindings_no_pod_is_listed() {
        assertThat(schedule.next(Set.of(), NOW)).isEmpty();
    }

    private List<String> look(Set<String> bound, Instant now) {
        List<String> next = schedule.next(bound, now);
        next.forEach(namespace -> schedule.tried(namespace, now));
        return next;
    }

    /** Until as many checks ran as there are namespaces. */
    private Instant lookAtAll(Set<String> bound, Instant from, int millisBetweenLooks) {
        Set<String> looked = new HashSet<>();
        Instant now = from;
        while (looked.size() < bound.size()) {
            now = now.plusMillis(millisBetweenLooks);
            looked.addAll(look(bound, now));
        }
        return now;
    }
}
