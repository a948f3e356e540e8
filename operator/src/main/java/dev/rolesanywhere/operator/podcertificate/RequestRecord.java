package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.issuance.AuditLog;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.issuance.IssuingReason.About;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** Records an answer in the audit log, the metrics, and an Event on the pod. */
final class RequestRecord {
    private static final String ANSWERS = "rolesanywhere.podcertificates.answered";
    private static final String WAITING = "rolesanywhere.podcertificates.waiting";
    private static final String WATCHED = "rolesanywhere.podcertificates.watched";
    private static final String NONE = "";

    private final AuditLog audit;
    private final Events events;
    private final MeterRegistry metrics;

    RequestRecord(AuditLog audit, Events events, MeterRegistry metrics) {
        this.audit = audit;
        this.events = events;
        this.metrics = metrics;
        answered("issued", NONE);
    }

    /** @param watched whether the API server's requests are watched */
    void gauges(WaitingRequests waiting, BooleanSupplier watched) {
        for (IssuingReason reason : IssuingReason.values()) {
            Gauge.builder(WAITING, () -> waiting.byReason().getOrDefault(reason, 0))
                    .description("PodCertificateRequests that wait for an answer, by reason")
                    .tag("reason", reason.name())
                    .register(metrics);
        }
        Gauge.builder(WATCHED, () -> watched.getAsBoolean() ? 1 : 0)
                .description("1 while this replica watches PodCertificateRequests")
                .register(metrics);
    }

    void issued(PodReference pod, IssuedRole role) {
        audit.issued(pod, role);
        answered("issued", NONE).increment();
    }

    /** The kubelet writes the Event. */
    void denied(PodReference pod, IssuingReason reason) {
        audit.refused(pod, null, reason.name());
        answered("denied", reason.name()).increment();
    }

    /** Once for each request and reason. */
    void waits(PodReference pod, Answer.Waiting waiting) {
        audit.refused(pod, waiting.role(), waiting.reason().name());
        if (waiting.pod() != null) {
            events.warn(
                    waiting.pod(),
                    waiting.reason().about() == About.TURN ? Events.Budget.NOTICE : Events.Budget.ORDINARY,
                    waiting.reason().name(),
                    waiting.message());
        }
    }

    private Counter answered(String result, String reason) {
        return Counter.builder(ANSWERS)
                .description("PodCertificateRequests that were issued or denied, by reason")
                .tag("result", result)
                .tag("reason", reason)
                .register(metrics);
    }
}
