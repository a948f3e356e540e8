package dev.rolesanywhere.operator.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AllowancesTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final Allowances allowances = new Allowances(2, 60, clock);

    @Test
    void a_burst_is_followed_by_one_a_second_and_each_key_has_its_own() {
        assertThat(allowances.take("a")).isTrue();
        assertThat(allowances.take("a")).isTrue();
        assertThat(allowances.take("a")).isFalse();
        assertThat(allowances.take("b")).isTrue();
        clock.pass(Duration.ofSeconds(1));
        assertThat(allowances.take("a")).isTrue();
        assertThat(allowances.take("a")).isFalse();
    }

    @Test
    void returned_tokens_can_be_taken_again_up_to_the_burst() {
        allowances.giveBack("a");
        allowances.take("a");
        allowances.giveBack("a");
        assertThat(allowances.take("a")).isTrue();
        assertThat(allowances.take("a")).isTrue();
        assertThat(allowances.take("a")).isFalse();
    }
}
