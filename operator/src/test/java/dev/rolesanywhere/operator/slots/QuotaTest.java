package dev.rolesanywhere.operator.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Quota quota = new Quota(10, NOW.minus(Quota.CAUTION));

    @Test
    void the_first_calls_of_a_second_do_not_wait_and_the_next_wait_for_the_next_second() {
        assertThat(IntStream.range(0, 10).mapToObj(pod -> start(pod, NOW).delay()))
                .containsOnly(Duration.ZERO);
        assertThat(start(10, NOW).delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void asking_again_before_the_slot_gives_the_same_slot() {
        IntStream.range(0, 95).forEach(pod -> start(pod, NOW));
        assertThat(start(94, NOW.plusSeconds(4)).delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(start(95, NOW.plusSeconds(4)).delay()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void renewals_leave_half_of_each_second_to_pods_that_start() {
        IntStream.range(0, 50).forEach(pod -> quota.next(key(pod), Urgency.Renewing, NOW));
        assertThat(IntStream.range(50, 55).mapToObj(pod -> start(pod, NOW).delay()))
                .containsOnly(Duration.ZERO);
        assertThat(start(55, NOW).delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void one_that_takes_over_gives_half_the_rate_at_first() {
        Quota after = new Quota(10, NOW);
        IntStream.range(0, 5).forEach(pod -> after.next(key(pod), Urgency.Starting, NOW));
        assertThat(after.next(key(5), Urgency.Starting, NOW).delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void throttling_lowers_the_rate_once_for_one_shortage_and_success_raises_it_again() {
        quota.throttled(NOW);
        quota.throttled(NOW.plusSeconds(1));
        assertThat(quota.rate()).isEqualTo(7);
        IntStream.range(0, 60).forEach(call -> quota.accepted());
        assertThat(quota.rate()).isEqualTo(10);
    }

    @Test
    void the_rate_never_falls_below_two() {
        IntStream.range(0, 20).forEach(minute -> quota.throttled(NOW.plusSeconds(60L * minute)));
        assertThat(quota.rate()).isEqualTo(2);
    }

    @Test
    void the_interval_is_stretched_to_half_the_rate_for_all_pods_that_ask() {
        assertThat(start(0, NOW).renewAfter()).isZero();
        IntStream.range(1, 30_000).forEach(pod -> start(pod, NOW));
        assertThat(start(0, NOW).renewAfter()).isEqualTo(Duration.ofSeconds(6_000));
    }

    @Test
    void pods_that_ask_no_more_are_forgotten() {
        IntStream.range(0, 30_000).forEach(pod -> start(pod, NOW));
        start(1, NOW.plus(Duration.ofHours(8)));
        assertThat(quota.pods()).isEqualTo(1);
    }

    private Slot start(int pod, Instant now) {
        return quota.next(key(pod), Urgency.Starting, now);
    }

    private static Quota.Key key(int pod) {
        return new Quota.Key("uid-" + pod, "reader");
    }
}
