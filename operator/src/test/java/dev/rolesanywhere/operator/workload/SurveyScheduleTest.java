package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SurveyScheduleTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Account ORDERS = new Account("shop", "orders");
    private static final Account BATCH = new Account("shop", "batch");

    private final SurveySchedule schedule = new SurveySchedule();

    @Test
    void each_account_has_its_turn_and_none_more_often_than_every_twenty_seconds() {
        List<Account> looked = IntStream.range(0, 60)
                .mapToObj(second -> schedule.next(Set.of(ORDERS, BATCH), NOW.plusSeconds(second)))
                .flatMap(Optional::stream)
                .toList();

        assertThat(looked).hasSize(6).containsOnly(ORDERS, BATCH);
        assertThat(looked.stream().filter(ORDERS::equals)).hasSize(3);
    }

    @Test
    void an_account_that_is_newly_bound_is_next() {
        schedule.next(Set.of(ORDERS), NOW);

        assertThat(schedule.next(Set.of(ORDERS, BATCH), NOW.plusSeconds(30))).contains(BATCH);
    }

    @Test
    void without_bindings_no_pod_is_listed() {
        assertThat(schedule.next(Set.of(), NOW)).isEmpty();
    }
}
