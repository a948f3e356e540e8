package dev.rolesanywhere.sidecar.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource({
        "PT15M, 0,   PT2M30S",
        "PT1H,  0,   PT10M",
        "PT1H,  0.5, PT9M",
        "PT1H,  1,   PT8M",
        "PT6H,  0,   PT1H",
        "PT12H, 0,   PT1H",
        "PT12H, 1,   PT48M",
    })
    void renews_after_a_sixth_of_the_life_and_at_most_an_hour(Duration life, double random, Duration expected) {
        assertThat(Schedule.renewIn(life, null, random)).isEqualTo(expected);
    }

    @Test
    void never_renews_in_a_busy_loop() {
        assertThat(Schedule.renewIn(Duration.ZERO, null, 0)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "1,   0, PT0.5S", "1,   1, PT1S",
        "2,   1, PT2S", "5,   1, PT16S",
        "9,   1, PT4M16S", "10, 1, PT5M",
        "10,  0, PT2M30S", "1000000, 1, PT5M",
    })
    void backs_off_by_doubling_to_five_minutes(int failures, double random, Duration expected) {
        assertThat(Schedule.retryIn(failures, false, null, random)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, PT30S, 1, PT31S", "1, PT30S, 0, PT30.5S", "10, PT30S, 1, PT5M", "1, PT0.5S, 0, PT0.5S"})
    void never_retries_before_retry_after(int failures, Duration retryAfter, double random, Duration expected) {
        assertThat(Schedule.retryIn(failures, false, retryAfter, random)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PT6H, PT30M, 0, PT1H",
        "PT6H, PT2H, 0, PT2H30M",
        "PT6H, PT2H, 1, PT2H",
        "PT6H, PT5H, 0, PT2H55M",
        "PT6H, PT5H, 1, PT2H20M",
        "PT1H, PT12H, 0, PT27M30S",
    })
    void a_quota_stretches_the_interval_up_to_half_the_lifetime_including_the_slot(
            Duration life, Duration atLeast, double random, Duration expected) {
        assertThat(Schedule.renewIn(life, atLeast, random)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, PT5H, 1, PT59M",
        "PT1H, PT5H, 0.5, PT29M30S",
        "PT1H, PT50M, 1, PT12M30S",
        "PT30S, PT5H, 1, PT0S",
        "PT1H, PT-1S, 1, PT0S",
        "PT1H, , 1, PT0S",
    })
    void a_call_without_a_slot_is_delayed_within_the_lifetime_of_leaf_and_session(
            Duration leafLeft, Duration sessionLeft, double random, Duration expected) {
        assertThat(Schedule.holdBack(leafLeft, sessionLeft, random)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, PT1S", "5, PT16S", "9, PT4M16S", "10, PT8M32S", "12, PT20M", "1000000, PT20M"})
    void a_lasting_refusal_is_retried_quickly_first_and_then_slowly(int failures, Duration expected) {
        assertThat(Schedule.retryIn(failures, true, null, 1)).isEqualTo(expected);
    }
}
