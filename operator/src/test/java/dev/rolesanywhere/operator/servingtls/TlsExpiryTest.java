package dev.rolesanywhere.operator.servingtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.operator.RecordedEvents;
import dev.rolesanywhere.operator.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TlsExpiryTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final RecordedEvents events = new RecordedEvents();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final TlsExpiry expiry = new TlsExpiry(events, new TestSettings(), metrics, clock);

    @Test
    void each_threshold_is_one_event_and_the_expiration_is_a_metric() {
        Instant end = clock.instant().plus(Duration.ofDays(100));
        for (int day = 0; day <= 101; day++) {
            expiry.look(end);
            clock.pass(Duration.ofDays(1));
        }

        assertThat(events.reasons())
                .containsExactly(
                        "raw-tls-authority ExpiresWithin90Days",
                        "raw-tls-authority ExpiresWithin30Days",
                        "raw-tls-authority ExpiresWithin7Days",
                        "raw-tls-authority Expired");
        assertThat(metrics.get("rolesanywhere.tls.authority.expiration.timestamp.seconds")
                        .gauge()
                        .value())
                .isEqualTo(end.getEpochSecond());
    }
}
