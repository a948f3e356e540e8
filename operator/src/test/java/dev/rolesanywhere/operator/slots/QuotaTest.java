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
    void a_repeated_request_before_the_slot_gets_the_same_slot() {
        IntStream.range(0, 95).forEach(pod -> start(pod, NOW));
        assertThat(start(94, NOW.plusSeconds(4)).delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(start(95, NOW.plusSeconds(4)).delay()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void renewals_leave_a_quarter_of_each_second_to_pods_that_start() {
        IntStream.range(0, 50).forEach(pod -> quota.next(key(pod), namespace(pod), Urgency.Renewing, NOW));
        assertThat(IntStream.range(50, 53).mapToObj(pod -> start(pod, NOW).delay()))
                .containsOnly(Duration.ZERO);
        assertThat(start(53, NOW).delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_waiting_renewal_that_becomes_urgent_gets_an_earlier_slot() {
        IntStream.range(0, 700).forEach(pod -> quota.next(key(pod), namespace(pod), Urgency.Renewing, NOW));
        assertThat(quota.next(key(699), namespace(699), Urgency.Renewing, NOW).delay())
                .isEqualTo(Duration.ofSeconds(99));
        assertThat(start(699, NOW).delay()).isZero();
        assertThat(quota.next(key(699), namespace(699), Urgency.Renewing, NOW).delay())
                .isZero();
    }

    @Test
    void a_failed_call_has_used_its_slot() {
        IntStream.range(0, 10).forEach(pod -> start(pod, NOW));
        quota.failed(key(3), NOW);
        assertThat(start(3, NOW).delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(quota.rate()).isEqualTo(10);
    }

    @Test
    void a_returned_slot_is_assigned_to_the_next_pod() {
        IntStream.range(0, 10).forEach(pod -> start(pod, NOW));
        quota.giveBack(key(3), NOW);
        quota.giveBack(key(3), NOW);
        quota.giveBack(key(99), NOW);
        assertThat(start(10, NOW).delay()).isZero();
        assertThat(start(11, NOW).delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void thousands_of_waiting_pods_delay_no_other_pod() {
        for (int pod = 0; pod < 5000; pod++) {
            start(pod, NOW);
            quota.giveBack(key(pod), NOW);
        }
        assertThat(start(5000, NOW).delay()).isZero();
    }

    @Test
    void a_new_leader_starts_with_half_the_rate() {
        Quota after = new Quota(10, NOW);
        IntStream.range(0, 5).forEach(pod -> after.next(key(pod), namespace(pod), Urgency.Pressing, NOW));
        assertThat(after.next(key(5), namespace(5), Urgency.Pressing, NOW).delay())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void throttling_lowers_the_rate_once_for_one_shortage_and_success_raises_it_again() {
        IntStream.range(0, 8).forEach(pod -> start(pod, NOW));
        quota.throttled(key(0), NOW);
        quota.throttled(key(1), NOW.plusSeconds(1));
        assertThat(quota.rate()).isEqualTo(7);
        IntStream.range(100, 160).forEach(pod -> {
            start(pod, NOW);
            quota.accepted(key(pod), NOW.plusSeconds(60));
        });
        assertThat(quota.rate()).isEqualTo(10);
    }

    @Test
    void a_single_namespace_with_throttling_lowers_only_its_own_rate() {
        for (int report = 0; report < 20; report++) {
            Instant at = NOW.plusSeconds(6L * report);
            int pod = 2 * report;
            start(1001 + pod, at);
            start(pod, at);
            quota.throttled(key(pod), at.plusSeconds(1));
        }
        Instant later = NOW.plusSeconds(200);
        assertThat(quota.rate()).isEqualTo(10);
        assertThat(quota.rateOf("even")).isEqualTo(2);
        assertThat(quota.rateOf("odd")).isEqualTo(10);
        assertThat(IntStream.range(0, 5)
                        .mapToObj(i -> start(5000 + 2 * i, later).delay()))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2));
        assertThat(IntStream.range(0, 8)
                        .mapToObj(i -> start(5001 + 2 * i, later).delay()))
                .containsOnly(Duration.ZERO);
    }

    @Test
    void the_rate_of_a_namespace_recovers_after_aws_accepts_its_calls() {
        start(0, NOW);
        quota.throttled(key(0), NOW.plusSeconds(1));
        assertThat(quota.rateOf("even")).isEqualTo(7);
        IntStream.range(100, 180).forEach(pod -> {
            start(2 * pod, NOW.plusSeconds(2));
            quota.accepted(key(2 * pod), NOW.plusSeconds(200));
        });
        assertThat(quota.rateOf("even")).isEqualTo(10);
    }

    @Test
    void two_namespaces_of_many_that_call_lower_nobodys_rate() {
        callOfTwentyNamespaces();
        start(0, NOW);
        start(1, NOW);
        quota.throttled(key(0), NOW.plusSeconds(10));
        quota.throttled(key(1), NOW.plusSeconds(10));
        assertThat(quota.rate()).isEqualTo(10);
    }

    @Test
    void a_namespace_that_called_more_than_five_minutes_ago_does_not_call_now() {
        callOfTwentyNamespaces();
        Instant later = NOW.plus(Complaints.LATELY).plusSeconds(10);
        start(0, later);
        start(1, later);
        quota.throttled(key(0), later);
        quota.throttled(key(1), later);
        assertThat(quota.rate()).isEqualTo(7);
    }

    @Test
    void a_namespace_whose_slot_is_in_the_future_does_not_call_now() {
        IntStream.range(0, 10).forEach(pod -> start(pod, NOW));
        callOfTwentyNamespaces();
        quota.throttled(key(0), NOW);
        quota.throttled(key(1), NOW);
        assertThat(quota.rate()).isEqualTo(7);
    }

    @Test
    void grants_of_one_namespace_displace_only_its_own() {
        Quota small = new Quota(10, NOW.minus(Quota.CAUTION), 5_000);
        small.next(key(1), "quiet", Urgency.Pressing, NOW);
        IntStream.range(100, 200).forEach(pod -> small.next(key(pod), "loud", Urgency.Pressing, NOW));
        assertThat(small.pods()).isEqualTo(10);
        // The quiet pod still has its slot. A new slot would be seconds away.
        assertThat(small.next(key(1), "quiet", Urgency.Pressing, NOW).delay()).isZero();
    }

    @Test
    void repeated_reports_of_one_pod_lower_its_namespaces_rate_once_in_ten_minutes() {
        for (int second = 0; second < 600; second += 5) {
            start(0, NOW.plusSeconds(second));
            quota.throttled(key(0), NOW.plusSeconds(second + 1));
            quota.throttled(key(0), NOW.plusSeconds(second + 1));
        }
        assertThat(quota.rateOf("even")).isEqualTo(7);
        assertThat(quota.rate()).isEqualTo(10);
    }

    @Test
    void a_slot_of_the_future_or_with_an_outcome_already_does_not_count() {
        IntStream.range(0, 95).forEach(pod -> start(pod, NOW));
        quota.throttled(key(94), NOW.plusSeconds(8));
        assertThat(quota.rate()).isEqualTo(10);
        quota.accepted(key(94), NOW.plusSeconds(9));
        quota.throttled(key(94), NOW.plusSeconds(10));
        assertThat(quota.rate()).isEqualTo(10);
    }

    @Test
    void a_new_call_after_a_used_slot_gets_another_slot() {
        IntStream.range(0, 10).forEach(pod -> start(pod, NOW));
        quota.throttled(key(3), NOW);
        assertThat(start(3, NOW).delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_slot_more_than_five_minutes_away_is_reserved_for_the_pod() {
        IntStream.range(0, 5_000).forEach(pod -> start(pod, NOW));
        Slot far = start(4_000, NOW);
        assertThat(far.comeBackAfter()).contains(Duration.ofSeconds(250));
        Slot near = start(4_000, NOW.plusSeconds(250));
        assertThat(near.comeBackAfter()).isEmpty();
        assertThat(near.delay()).isEqualTo(Duration.ofSeconds(150));
    }

    @Test
    void the_rate_never_falls_below_two() {
        IntStream.range(0, 20).forEach(minute -> {
            start(minute, NOW.plusSeconds(60L * minute));
            quota.throttled(key(minute), NOW.plusSeconds(60L * minute + 1));
        });
        assertThat(quota.rate()).isEqualTo(2);
    }

    @Test
    void the_interval_grows_until_all_requesting_pods_use_half_the_rate() {
        assertThat(start(0, NOW).renewAfter()).isZero();
        IntStream.range(1, 30_000).forEach(pod -> start(pod, NOW));
        assertThat(start(29_999, NOW).renewAfter()).isEqualTo(Duration.ofSeconds(6_000));
    }

    @Test
    void an_interval_of_less_than_two_minutes_is_not_stretched_to() {
        IntStream.range(0, 595).forEach(pod -> start(pod, NOW));
        assertThat(start(595, NOW).renewAfter()).isZero();
        assertThat(start(596, NOW).renewAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void a_rate_that_rises_opens_the_seconds_that_were_full() {
        IntStream.range(0, 8).forEach(pod -> start(pod, NOW));
        quota.throttled(key(0), NOW);
        quota.throttled(key(1), NOW);
        assertThat(quota.rate()).isEqualTo(7);
        IntStream.range(100, 121).forEach(pod -> start(pod, NOW.plusSeconds(5)));
        Instant later = NOW.plusSeconds(10);
        IntStream.range(200, 220).forEach(pod -> start(pod, later));
        assertThat(start(300, later).delay()).isEqualTo(Duration.ofSeconds(2));
        IntStream.range(100, 121).forEach(pod -> quota.accepted(key(pod), later));
        assertThat(start(301, later).delay()).isZero();
    }

    @Test
    void returned_slots_displace_no_pod() {
        Quota small = new Quota(10, NOW.minus(Quota.CAUTION), 5_000);
        IntStream.range(0, 5).forEach(pod -> small.next(key(pod), "shop", Urgency.Pressing, NOW));
        IntStream.range(100, 200).forEach(pod -> {
            small.next(key(pod), "shop", Urgency.Pressing, NOW);
            small.giveBack(key(pod), NOW);
        });
        assertThat(small.pods()).isEqualTo(5);
    }

    @Test
    void forgotten_pods_displace_no_pod() {
        Quota small = new Quota(10, NOW.minus(Quota.CAUTION), 5_000);
        IntStream.range(0, 10).forEach(pod -> small.next(key(pod), "shop", Urgency.Pressing, NOW));
        Instant later = NOW.plus(Duration.ofHours(8));
        IntStream.range(20, 25).forEach(pod -> small.next(key(pod), "shop", Urgency.Pressing, later));
        IntStream.range(30, 35).forEach(pod -> small.next(key(pod), "office", Urgency.Pressing, later));
        assertThat(small.pods()).isEqualTo(10);
    }

    @Test
    void a_lower_rate_of_a_namespace_lasts_while_its_pods_send_requests() {
        start(0, NOW);
        quota.throttled(key(0), NOW.plusSeconds(1));
        start(2, NOW.plus(Duration.ofMinutes(90)));
        start(4, NOW.plus(Duration.ofHours(3)));
        assertThat(quota.rateOf("even")).isEqualTo(7);
        start(1, NOW.plus(Duration.ofHours(9)));
        assertThat(quota.rateOf("even")).isEqualTo(10);
    }

    @Test
    void a_slot_of_up_to_five_minutes_is_waited_for() {
        assertThat(new Slot(Duration.ofMinutes(5), Duration.ZERO).comeBackAfter())
                .isEmpty();
        assertThat(new Slot(Duration.ofMinutes(5).plusSeconds(1), Duration.ZERO).comeBackAfter())
                .contains(Duration.ofSeconds(151));
    }

    @Test
    void pods_without_requests_are_forgotten() {
        IntStream.range(0, 30_000).forEach(pod -> start(pod, NOW));
        start(1, NOW.plus(Duration.ofHours(8)));
        assertThat(quota.pods()).isEqualTo(1);
    }

    private void callOfTwentyNamespaces() {
        for (int other = 0; other < 20; other++) {
            quota.next(new Quota.Key("other-" + other, "reader"), "other-" + other, Urgency.Pressing, NOW);
        }
    }

    private Slot start(int pod, Instant now) {
        return quota.next(key(pod), namespace(pod), Urgency.Pressing, now);
    }

    /** Two namespaces: pods with even numbers, and pods with odd numbers. */
    private static String namespace(int pod) {
        return pod % 2 == 0 ? "even" : "odd";
    }

    private static Quota.Key key(int pod) {
        return new Quota.Key("uid-" + pod, "reader");
    }
}
