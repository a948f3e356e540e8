package dev.rolesanywhere.operator.podcertificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rolesanywhere.operator.ExposedMetrics;
import dev.rolesanywhere.operator.RecordedEvents;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.issuance.AuditLog;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestRecordTest {
    private static final PodReference POD = new PodReference("shop", "orders-1", "uid-1", "orders");

    private final RecordedEvents events = new RecordedEvents();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RequestRecord record = new RequestRecord(new AuditLog(), events, metrics);

    @Test
    void a_cause_is_a_warning_on_the_pod_and_a_time_slot_a_notice() {
        record.waits(POD, waiting(IssuingReason.RoleNotBound, POD));
        record.waits(POD, waiting(IssuingReason.QueuedForAWS, POD));

        assertThat(events.all)
                .extracting(RecordedEvents.Recorded::budget, RecordedEvents.Recorded::reason)
                .containsExactly(
                        tuple(Events.Budget.ORDINARY, "RoleNotBound"), tuple(Events.Budget.NOTICE, "QueuedForAWS"));
    }

    @Test
    void a_pod_that_is_not_known_and_a_denial_that_the_kubelet_reports_get_no_event() {
        record.waits(POD, waiting(IssuingReason.PodReplaced, null));
        record.denied(POD, IssuingReason.KeyTypeNotAllowed);

        assertThat(events.all).isEmpty();
    }

    @Test
    void waiting_requests_are_counted_by_reason_and_answers_by_result() throws Exception {
        WaitingRequests waiting = new WaitingRequests();
        WaitingRequests.Key key = new WaitingRequests.Key("shop", "one");
        waiting.add(key, Instant.EPOCH);
        waiting.later(key, IssuingReason.RoleNotBound, null, Instant.EPOCH);
        record.gauges(waiting, () -> true);
        record.denied(POD, IssuingReason.KeyTypeNotAllowed);

        ExposedMetrics exposed = ExposedMetrics.of(metrics);
        exposed.areDocumented();
        assertThat(exposed.text())
                .containsPattern("rolesanywhere_podcertificates_waiting\\{reason=\"RoleNotBound\",?\\} 1.0")
                .containsPattern("rolesanywhere_podcertificates_waiting\\{reason=\"RoleNotFound\",?\\} 0.0")
                .contains("rolesanywhere_podcertificates_watched 1.0")
                .containsPattern("answered_total\\{reason=\"KeyTypeNotAllowed\",result=\"denied\",?\\} 1.0")
                .containsPattern("answered_total\\{reason=\"\",result=\"issued\",?\\} 0.0");
    }

    private static Answer.Waiting waiting(IssuingReason reason, @Nullable PodReference pod) {
        return new Answer.Waiting(reason, "a message", pod, null, null);
    }
}
