package dev.rolesanywhere.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.operator.ExposedMetrics;
import dev.rolesanywhere.operator.RecordedEvents;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.issuance.AuditLog;
import dev.rolesanywhere.operator.issuance.IssuanceRecord;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.outcome.PodOutcomes;
import dev.rolesanywhere.operator.slots.TimeSlots;
import dev.rolesanywhere.operator.timing.IssuingTimes;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The {@code /metrics} output about issuing before the first request. */
class IssuingMetricsTest {
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));

    @BeforeEach
    void construct() {
        RecordedEvents events = new RecordedEvents();
        OutcomeStore outcomes = new OutcomeStore(clock);
        new IssuanceRecord(new AuditLog(), metrics, events, outcomes, new CallerLedger(clock), clock);
        new IssuingTimes(metrics);
        new PodOutcomes(
                new TestInventory(),
                outcomes,
                events,
                new TimeSlots(new TestSettings(), metrics, clock),
                metrics,
                clock);
    }

    @Test
    void every_reason_of_the_protocol_starts_at_zero() {
        assertThat(IssuingReason.values()).allSatisfy(reason -> assertThat(metrics.scrape())
                .containsPattern("rolesanywhere_certificates_issued_total\\{reason=\"" + reason
                        + "\",result=\"[a-z]+\",?\\} 0\\.0"));
    }

    @Test
    void every_reportable_answer_of_aws_starts_at_zero() {
        assertThat(Outcome.REPORTABLE).allSatisfy(reason -> assertThat(metrics.scrape())
                .containsPattern("rolesanywhere_sessions_reported_total\\{reason=\"" + reason + "\",?\\} 0\\.0"));
    }

    @Test
    void each_step_of_issuing_has_a_histogram() {
        assertThat(IssuingTimes.Step.values()).allSatisfy(step -> assertThat(metrics.scrape())
                .containsPattern(
                        "rolesanywhere_issuing_duration_seconds_bucket\\{step=\"" + step + "\",le=\"0\\.25\",?\\} 0"));
    }

    @Test
    void each_metric_has_the_prefix_a_help_text_and_a_row_in_the_docs() throws IOException {
        ExposedMetrics.of(metrics).areDocumented();
    }
}
