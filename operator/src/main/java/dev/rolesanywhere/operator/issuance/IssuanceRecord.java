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

/** Where a decision goes: audit log, metric, Event on the pod, and the status of role and binding. */
@Singleton
public class IssuanceRecord {
    private static final String NONE = "";

    /** Lines about requests that were refused: of one pod, and of one address whose caller nobody knows. */
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
                .description("Refused requests without a line in the audit log, since their caller had too many")
                .register(metrics);
        counter("issued", NONE);
        for (IssuingReason reason : IssuingReason.values()) {
            counter(result(reason), reason.name());
        }
    }

    /** @param key which the caller has proven to have */
    public void decided(Identification.Known caller, PublicKey key, Issuance issuance) {
        ledger.proved(caller.pod().uid(), key, caller.restarts());
        for (IssuedRole role : issuance.roles()) {
            audit.issued(caller.pod(), role);
            count("issued", NONE);
            outcomes.issued(caller.pod(), role.name());
        }
        for (RefusedRole role : issuance.refused()) {
            if (role.reason().about() == About.TURN) {
                // It is served in its turn, so there is no Event; a pod that waits for its first session is counted in
                // the status.
                count(result(role.reason()), role.reason().name());
                if (role.reason() == IssuingReason.QueuedForAWS && role.retryAfter() != null) {
                    outcomes.queued(caller.pod(), role.role(), clock.instant().plus(role.retryAfter()));
                }
                continue;
            }
            refused(caller, role.role(), role.reason(), role.message());
            if (role.reason() != IssuingReason.RoleNotBound) {
                // The name of a role that is not bound is the pod's own text, and no status of ours is about it.
                outcomes.notIssued(caller.pod(), role.role(), role.reason(), RoleRefusals.forStatus(role));
            }
        }
        if (issuance.roles().isEmpty() && issuance.refused().isEmpty()) {
            refused(caller, null, IssuingReason.RoleNotBound, RoleRefusals.unbound(caller, issuance.dryRuns()));
        }
    }

    /** The request of a pod that may be served was refused, as a whole where no role is given. */
    public void refused(Identification.Known caller, @Nullable String role, IssuingReason reason, String message) {
        write(caller.pod(), role, reason);
        count("refused", reason.name());
        events.warn(caller.pod(), Events.Budget.ORDINARY, reason.name(), message);
    }

    /** A pod that the API server knows, and that is not to be served. */
    public void turnedAway(PodReference pod, IssuingReason reason, String message) {
        write(pod, null, reason);
        count("refused", reason.name());
        events.warn(pod, Events.Budget.ORDINARY, reason.name(), message);
    }

    /** Nobody knows who called from this address. */
    public void turnedAway(String address, IssuingReason reason) {
        count("refused", reason.name());
        if (linesOfAddresses.take(address)) {
            audit.refused(address, reason.name());
        } else {
            unwritten.increment();
        }
    }

    /** Refused before anybody looked at who called; counted only, so that a flood of them writes no log. */
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
