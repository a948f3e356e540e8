package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    void each_namespace_has_its_turn_and_none_more_often_than_every_twenty_seconds() {
        List<String> looked = IntStream.range(0, 60)
                .mapToObj(second -> schedule.next(Set.of(ORDERS, BATCH), NOW.plusSeconds(second)))
                .flatMap(Optional::stream)
                .toList();

        assertThat(looked).hasSize(6).containsOnly(ORDERS, BATCH);
        assertThat(looked.stream().filter(ORDERS::equals)).hasSize(3);
    }

    @Test
    void a_namespace_that_is_newly_bound_is_next() {
        schedule.next(Set.of(ORDERS), NOW);

        assertThat(schedule.next(Set.of(ORDERS, BATCH), NOW.plusSeconds(30))).contains(BATCH);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "200, 1", "201, 2", "1000, 5", "100000, 10"})
    void a_round_takes_a_hundred_seconds_within_the_limit_of_parallel_checks(int namespaces, int looks) {
        assertThat(SurveySchedule.atATime(namespaces, Duration.ofMillis(500))).isEqualTo(looks);
    }

    @Test
    void without_bindings_no_pod_is_listed() {
        assertThat(schedule.next(Set.of(), NOW)).isEmpty();
    }
}
