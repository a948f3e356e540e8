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
        assertThat(Schedule.renewIn(life, random)).isEqualTo(expected);
    }

    @Test
    void never_renews_in_a_busy_loop() {
        assertThat(Schedule.renewIn(Duration.ZERO, 0)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "1,   0, PT0.5S", "1,   1, PT1S",
        "2,   1, PT2S", "5,   1, PT16S",
        "9,   1, PT4M16S", "10, 1, PT5M",
        "10,  0, PT2M30S", "1000000, 1, PT5M",
    })
    void backs_off_by_doubling_to_five_minutes(int failures, double random, Duration expected) {
        assertThat(Schedule.retryIn(failures, null, random)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, PT30S, 1, PT31S", "1, PT30S, 0, PT30.5S", "10, PT30S, 1, PT5M"})
    void never_comes_before_it_was_told_to(int failures, Duration retryAfter, double random, Duration expected) {
        assertThat(Schedule.retryIn(failures, retryAfter, random)).isEqualTo(expected);
    }
}
