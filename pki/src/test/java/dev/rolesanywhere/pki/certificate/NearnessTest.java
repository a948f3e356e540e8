package dev.rolesanywhere.pki.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearnessTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest(name = "{0} left: {1}")
    @CsvSource({
        "P90DT1S, NotEndingSoon",
        "P90D, EndsWithin90Days",
        "P30DT1S, EndsWithin90Days",
        "P30D, EndsWithin30Days",
        "P7DT1S, EndsWithin30Days",
        "P7D, EndsWithin7Days",
        "PT0S, EndsWithin7Days",
        "PT-1S, Ended"
    })
    void an_end_comes_nearer(Duration left, Nearness expected) {
        assertThat(Nearness.of(NOW.plus(left), NOW)).isEqualTo(expected);
    }
}
