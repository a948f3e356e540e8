package dev.rolesanywhere.sidecar.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrectedClockTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final CorrectedClock clock = new CorrectedClock(new TestClock(NOW));

    @ParameterizedTest
    @CsvSource({"PT0S, PT0S", "PT59S, PT0S", "-PT60S, PT0S", "PT61S, PT61S", "-PT20M, -PT20M", "PT20M, PT20M"})
    void a_difference_of_more_than_a_minute_is_corrected(Duration observed, Duration corrected) {
        assertThat(clock.observe(observed)).isEqualTo(!corrected.isZero());
        assertThat(clock.offset()).isEqualTo(corrected);
        assertThat(clock.instant()).isEqualTo(NOW.plus(corrected));
    }

    @Test
    void a_correction_is_logged_once() {
        clock.observe(Duration.ofMinutes(20));
        assertThat(clock.observe(Duration.ofMinutes(20).plusSeconds(2))).isFalse();
    }

    @Test
    void a_clock_at_the_limit_is_not_reported_again_and_again() {
        clock.observe(Duration.ofSeconds(61));
        assertThat(clock.observe(Duration.ofSeconds(59))).isFalse();
        assertThat(clock.observe(Duration.ofSeconds(61))).isFalse();
    }

    @Test
    void a_corrected_clock_is_no_longer_adjusted() {
        clock.observe(Duration.ofMinutes(20));
        assertThat(clock.observe(Duration.ofSeconds(1))).isTrue();
        assertThat(clock.instant()).isEqualTo(NOW);
    }
}
