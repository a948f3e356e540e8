package dev.rolesanywhere.operator.slots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.issuance.Held;
import dev.rolesanywhere.operator.issuance.Slot;
import dev.rolesanywhere.operator.issuance.SlotRequest;
import dev.rolesanywhere.operator.role.ArnPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceScheduleTest {
    private static final ArnPlace PLACE = new ArnPlace("aws", "eu-west-1", "111122223333");
    private static final Duration SIX_HOURS = Duration.ofHours(6);
    private static final Held FIVE_HOURS_LEFT = new Held(Duration.ofHours(5), true);

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final PlaceSchedule schedule = scheduleOfYesterday(10);

    @Test
    void the_first_second_of_pods_does_not_wait() {
        assertThat(waits(9)).containsOnly(0L);
    }

    @Test
    void those_who_start_together_get_nine_tenths_of_the_rate_in_the_order_in_which_they_ask() {
        List<Long> waits = waits(900);
        assertThat(waits).isSorted();
        assertThat(waits.getLast()).isEqualTo(99);
        for (long second = 0; second < 100; second++) {
            long wanted = second;
            assertThat(waits.stream().filter(wait -> wait == wanted)).hasSize(9);
        }
    }

    @Test
    void a_renewal_among_those_who_start_does_not_wait_for_them() {
        waits(900);
        assertThat(wait("renews", FIVE_HOURS_LEFT)).isZero();
    }

    @Test
    void a_pod_that_starts_among_renewals_does_not_wait_for_them() {
        IntStream.range(0, 500).forEach(i -> ask("renews-" + i, FIVE_HOURS_LEFT));
        assertThat(wait("starts", Held.NOTHING)).isZero();
    }

    @Test
    void a_second_never_has_more_than_the_rate() {
        int[] calls = new int[121];
        for (int i = 0; i < 2000; i++) {
            if (ask("pod-" + i, i % 2 == 0 ? Held.NOTHING : FIVE_HOURS_LEFT) instanceof Slot.Granted granted) {
                calls[(int) granted.waitFor().toSeconds()]++;
            }
        }
        assertThat(calls).containsOnly(10);
    }

    @Test
    void a_rate_below_two_serves_both_kinds() {
        PlaceSchedule slow = scheduleOfYesterday(1);
        long starts = 0;
        long renewals = 0;
        for (int i = 0; i < 200; i++) {
            starts += slow.next(request("s" + i, Held.NOTHING), now) instanceof Slot.Granted ? 1 : 0;
            renewals += slow.next(request("r" + i, FIVE_HOURS_LEFT), now) instanceof Slot.Granted ? 1 : 0;
        }
        assertThat(starts).isGreaterThanOrEqualTo(50);
        assertThat(renewals).isGreaterThanOrEqualTo(12);
    }

    @Test
    void who_asks_again_before_calling_keeps_the_slot() {
        waits(100);
        long wait = wait("pod", Held.NOTHING);
        now = now.plusSeconds(4);
        assertThat(wait("pod", Held.NOTHING)).isEqualTo(wait - 4);
        now = now.plusSeconds(30);
        assertThat(wait("pod", Held.NOTHING)).isZero();
        assertThat(schedule.ahead(now)).isZero();
    }

    @Test
    void who_has_called_gets_another_slot() {
        IntStream.range(0, 20).forEach(i -> {
            ask("pod", Held.NOTHING);
            schedule.heard("pod", "role", Answered.OTHERWISE, now);
        });
        assertThat(wait("pod", Held.NOTHING)).isEqualTo(2);
    }

    @Test
    void a_role_that_is_not_due_takes_no_slot() {
        IntStream.range(0, 1000).forEach(i -> ask("pod-" + i, new Held(Duration.ofHours(5), false)));
        assertThat(wait("starts", Held.NOTHING)).isZero();
        assertThat(schedule.ahead(now)).isZero();
    }

    @Test
    void beyond_two_minutes_a_pod_is_told_when_to_come_back_and_then_served() {
        waits(9 * 121);
        Slot first = ask("late", Held.NOTHING);
        assertThat(first).isEqualTo(new Slot.Later(Duration.ofSeconds(60)));
        now = now.plusSeconds(20);
        assertThat(ask("late", Held.NOTHING)).isEqualTo(new Slot.Later(Duration.ofSeconds(40)));
        now = now.plusSeconds(40);
        assertThat(ask("late", Held.NOTHING)).isInstanceOf(Slot.Granted.class);
    }

    @Test
    void newcomers_stand_behind_those_who_were_told_to_come_back() {
        waits(9 * 121 + 90);
        now = now.plusSeconds(30);
        assertThat(ask("newcomer", Held.NOTHING)).isInstanceOf(Slot.Later.class);
    }

    @ParameterizedTest
    @CsvSource({
        // life, left: priority
        "360, 300, RENEWAL",
        "360, 190, LATE_RENEWAL",
        "360, 15, START",
        "360, 0, START",
        "60,  50,  RENEWAL",
        "60,  31,  LATE_RENEWAL",
        "60,  15, START",
        "15,  12, RENEWAL",
        "15, 3, START",
    })
    void what_is_left_of_the_session_decides_on_priority(int life, int left, Priority priority) {
        assertThat(Priority.of(now.plusSeconds(60L * left), Duration.ofMinutes(life), now))
                .isEqualTo(priority);
    }

    @Test
    void few_pods_renew_by_their_own_rule() {
        assertThat(granted("pod", FIVE_HOURS_LEFT).renewAfter()).isNull();
    }

    @Test
    void many_pods_are_stretched_until_they_use_half_of_the_rate() {
        List<Duration> calls = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            // As pods that start come: nine a second.
            Slot slot = ask("pod-" + i, Held.NOTHING);
            if (slot instanceof Slot.Granted granted && granted.renewAfter() != null) {
                calls.add(Duration.between(
                        Instant.EPOCH, now.plus(granted.waitFor()).plus(granted.renewAfter())));
            }
            now = i % 9 == 8 ? now.plusSeconds(1) : now;
        }
        assertThat(calls).hasSizeGreaterThan(10_000);
        int[] byMinute = new int[100_000];
        calls.forEach(call -> byMinute[(int) (call.toMinutes() % byMinute.length)]++);
        assertThat(IntStream.of(byMinute).max().orElseThrow()).isLessThanOrEqualTo(301);
    }

    @Test
    void no_stretching_goes_beyond_half_of_a_session_with_the_sidecars_quarter_and_the_wait() {
        PlaceSchedule tiny = scheduleOfYesterday(1);
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 20_000; i++) {
            if (tiny.next(request("pod-" + i, FIVE_HOURS_LEFT), now) instanceof Slot.Granted granted
                    && granted.renewAfter() != null
                    && granted.renewAfter().compareTo(longest) > 0) {
                longest = granted.renewAfter();
            }
            now = now.plusSeconds(1);
        }
        assertThat(longest.multipliedBy(5).dividedBy(4).plusSeconds(180)).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void a_new_leader_keeps_what_the_one_before_has_stretched() {
        PlaceSchedule fresh = new PlaceSchedule(10, new Random(1), now);
        Slot slot = fresh.next(request("pod", new Held(Duration.ofMinutes(210), true)), now.plusSeconds(5));
        assertThat(((Slot.Granted) slot).renewAfter()).isBetween(Duration.ofMinutes(133), Duration.ofMinutes(134));
    }

    @Test
    void throttling_makes_those_who_ask_then_wait_longer() {
        IntStream.range(0, 9).forEach(i -> ask("first-" + i, Held.NOTHING));
        now = now.plusSeconds(1);
        IntStream.range(0, 9).forEach(i -> schedule.heard("first-" + i, "role", Answered.THROTTLED, now));
        assertThat(schedule.rate(now)).isEqualTo(7);
        assertThat(waits(63).getLast()).isEqualTo(9);
    }

    @Test
    void who_had_no_slot_or_has_told_already_does_not_move_the_rate() {
        assertThat(schedule.heard("stranger", "role", Answered.THROTTLED, now)).isFalse();
        ask("pod", Held.NOTHING);
        assertThat(schedule.heard("pod", "role", Answered.THROTTLED, now)).isTrue();
        assertThat(schedule.heard("pod", "role", Answered.THROTTLED, now)).isFalse();
        assertThat(schedule.rate(now)).isEqualTo(7);
    }

    private PlaceSchedule scheduleOfYesterday(int rate) {
        return new PlaceSchedule(rate, new Random(1), now.minus(Duration.ofDays(1)));
    }

    private List<Long> waits(int pods) {
        return IntStream.range(0, pods)
                .mapToObj(i -> ask("starts-" + now + "-" + i, Held.NOTHING))
                .filter(Slot.Granted.class::isInstance)
                .map(slot -> ((Slot.Granted) slot).waitFor().toSeconds())
                .toList();
    }

    private long wait(String pod, Held held) {
        return granted(pod, held).waitFor().toSeconds();
    }

    private Slot.Granted granted(String pod, Held held) {
        return (Slot.Granted) ask(pod, held);
    }

    private Slot ask(String pod, Held held) {
        return schedule.next(request(pod, held), now);
    }

    private static SlotRequest request(String pod, Held held) {
        return new SlotRequest(PLACE, pod, "role", SIX_HOURS, held);
    }
}
