package dev.rolesanywhere.pki.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpirationWindowTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest(name = "{0} left: {1}")
    @CsvSource({
        "P90DT1S, NotExpiringSoon",
        "P90D, ExpiresWithin90Days",
        "P30DT1S, ExpiresWithin90Days",
        "P30D, ExpiresWithin30Days",
        "P7DT1S, ExpiresWithin30Days",
        "P7D, ExpiresWithin7Days",
        "PT0S, ExpiresWithin7Days",
        "PT-1S, Expired"
    })
    void each_threshold_before_expiration_is_reported(Duration left, ExpirationWindow expected) {
        assertThat(ExpirationWindow.of(NOW.plus(left), NOW)).isEqualTo(expected);
    }
}
