package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.operator.issuance.Issuance.RefusedRole;
import dev.rolesanywhere.operator.limits.Allowances;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.issuance.IssuingReason.About;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Records a decision in the audit log, a metric, an Event on the pod, and the status of role and binding. */
@Singleton
public class IssuanceRecord {
    private static final String NONE = "";

    /** Limits log lines about refused requests, for each pod and for each address of unknown callers. */
    private static final int LINES_OF_A_POD = 60;

    private static final int LINES_OF_AN_ADDRESS = 10;

    private final AuditLog audit;
    private final MeterRegistry metrics;
    private final Events events;
    private final OutcomeStore outcomes;
    private final CallerLedger ledger;
    private final Clock clock;
    private final Allowances linesOfPods;
    private final Allowances linesOfAddresses;
    private final Counter unwritten;

    public IssuanceRecord(
            AuditLog audit,
            MeterRegistry metrics,
            Events events,
            OutcomeStore outcomes,
            CallerLedger ledger,
            Clock clock) {
        this.audit = audit;
        this.metrics = metrics;
        this.events = events;
        this.outcomes = outcomes;
        this.ledger = ledger;
        this.clock = clock;
        this.linesOfPods = new Allowances(LINES_OF_A_POD, LINES_OF_A_POD, clock);
        this.linesOfAddresses = new Allowances(LINES_OF_AN_ADDRESS, LINES_OF_AN_ADDRESS, clock);
        this.unwritten = Counter.builder("rolesanywhere.audit.unwritten")
                .description("Refused requests that the audit log omits, because the caller had too many")
                .register(metrics);
        counter("issued", NONE);
        for (IssuingReason reason : IssuingReason.values()) {
            counter(result(reason), reason.name());
        }
    }

    /** @param key that the caller has proven to have */
    public void decided(Identification.Known caller, PublicKey key, Issuance issuance) {
        ledger.proved(caller.pod().uid(), key, caller.restarts());
        for (IssuedRole role : issuance.roles()) {
            audit.issued(caller.pod(), role);
            count("issued", NONE);
            outcomes.issued(caller.pod(), role.name());
        }
        for (RefusedRole role : issuance.refused()) {
            if (role.reason().about() == About.TURN) {
                // The pod is served at its time slot, so there is no Event. The status counts a pod that waits for
                // its first session.
                count(result(role.reason()), role.reason().name());
                if (role.reason() == IssuingReason.QueuedForAWS && role.retryAfter() != null) {
                    outcomes.queued(caller.pod(), role.role(), clock.instant().plus(role.retryAfter()));
                }
                continue;
            }
            refused(caller, role.role(), role.reason(), role.message());
            if (role.reason() != IssuingReason.RoleNotBound) {
                // The name of an unbound role is the pod's own text, and no status is about it.
                outcomes.notIssued(caller.pod(), role.role(), role.reason(), RoleRefusals.forStatus(role));
            }
        }
        if (issuance.roles().isEmpty() && issuance.refused().isEmpty()) {
            refused(caller, null, IssuingReason.RoleNotBound, RoleRefusals.unbound(caller, issuance.dryRuns()));
        }
    }

    /**
     * Records the refusal of an authenticated pod's request: of one role, or of the whole request if no role is given.
     */
    public void refused(Identification.Known caller, @Nullable String role, IssuingReason reason, String message) {
        write(caller.pod(), role, reason);
        count("refused", reason.name());
        events.warn(caller.pod(), Events.Budget.ORDINARY, reason.name(), message);
    }

    /** Records the rejection of an existing pod that must not be served. */
    public void turnedAway(PodReference pod, IssuingReason reason, String message) {
        write(pod, null, reason);
        count("refused", reason.name());
        events.warn(pod, Events.Budget.ORDINARY, reason.name(), message);
    }

    /** Records the rejection of an unknown caller at this address. */
    public void turnedAway(String address, IssuingReason reason) {
        count("refused", reason.name());
        if (linesOfAddresses.take(address)) {
            audit.refused(address, reason.name());
        } else {
            unwritten.increment();
        }
    }

    /** Records a rejection before the caller was identified. It only counts, so a flood of requests writes no log. */
    public void unread(IssuingReason reason) {
        count("refused", reason.name());
    }

    private void write(PodReference pod, @Nullable String role, IssuingReason reason) {
        if (linesOfPods.take(pod.uid())) {
            audit.refused(pod, role, reason.name());
        } else {
            unwritten.increment();
        }
    }

    private static String result(IssuingReason reason) {
        return switch (reason) {
            case QueuedForAWS -> "queued";
            case RequestNeedsSubject -> "retry";
            default -> "refused";
        };
    }

    private void count(String result, String reason) {
        counter(result, reason).increment();
    }

    private Counter counter(String result, String reason) {
        return Counter.builder("rolesanywhere.certificates.issued")
                .description("Certificates issued, roles queued for a slot, and requests refused, by reason")
                .tag("result", result)
                .tag("reason", reason)
                .register(metrics);
    }
}
