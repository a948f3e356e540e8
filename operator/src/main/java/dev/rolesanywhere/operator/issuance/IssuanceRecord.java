package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.events.PodEvents;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.operator.issuance.Issuance.RefusedRole;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Where a decision goes: audit log, metric, Event on the pod, and the status of role and binding. */
@Singleton
public class IssuanceRecord {
    private static final String NONE = "";

    private final AuditLog audit;
    private final MeterRegistry metrics;
    private final PodEvents events;
    private final OutcomeStore outcomes;

    public IssuanceRecord(AuditLog audit, MeterRegistry metrics, PodEvents events, OutcomeStore outcomes) {
        this.audit = audit;
        this.metrics = metrics;
        this.events = events;
        this.outcomes = outcomes;
    }

    public void decided(Identification.Known caller, Issuance issuance) {
        for (IssuedRole role : issuance.roles()) {
            audit.issued(caller.pod(), role);
            count("issued", NONE);
            outcomes.issued(caller.pod(), role.name());
        }
        for (RefusedRole role : issuance.refused()) {
            refused(caller.pod(), role.role(), role.reason(), role.message());
            outcomes.notIssued(caller.pod(), role.role(), role.reason(), role.message());
        }
    }

    /** The whole request was refused. */
    public void refused(@Nullable PodReference pod, @Nullable String role, String reason, String message) {
        audit.refused(pod, role, reason);
        count("refused", reason);
        if (pod != null) {
            events.warn(pod, pod.uid(), reason, message);
        }
    }

    private void count(String result, String reason) {
        metrics.counter("certificates.issued", "result", result, "reason", reason)
                .increment();
    }
}
