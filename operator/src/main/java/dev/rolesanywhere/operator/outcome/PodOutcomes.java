package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.events.PodEvents;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.slots.TimeSlots;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes in what a pod says AWS answered: status, Event and metric. */
@Singleton
public class PodOutcomes {
    private static final int MAX_MESSAGE = 512;

    private final Inventory inventory;
    private final OutcomeStore store;
    private final PodEvents events;
    private final TimeSlots slots;
    private final MeterRegistry metrics;
    private final Clock clock;

    public PodOutcomes(
            Inventory inventory,
            OutcomeStore store,
            PodEvents events,
            TimeSlots slots,
            MeterRegistry metrics,
            Clock clock) {
        this.inventory = inventory;
        this.store = store;
        this.events = events;
        this.slots = slots;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** One report, as the pod wrote it. */
    public record Reported(
            String role,
            String reason,
            @Nullable String message,
            @Nullable Long grantedSeconds,
            @Nullable Long requestedSeconds,
            @Nullable Instant expiration) {}

    /** Reports about roles that are not bound to the pod are dropped: nobody speaks for another's role. */
    public void take(Identification.Known caller, List<Reported> reports) {
        Set<String> bound = inventory.bindings(caller.pod().namespace()).stream()
                .filter(binding -> binding.getSpec().names(caller.pod().serviceAccount()))
                .map(binding -> binding.getSpec().roleRef().name())
                .collect(Collectors.toSet());
        reports.stream().filter(report -> bound.contains(report.role())).forEach(report -> take(caller, report));
    }

    private void take(Identification.Known caller, Reported report) {
        RoleCondition.Reason reason = reason(report.reason());
        Outcome outcome = new Outcome(
                caller.pod(),
                report.role(),
                reason,
                readable(report.message()),
                clock.instant(),
                report.grantedSeconds(),
                report.requestedSeconds(),
                report.expiration());
        store.answered(outcome);
        heard(outcome);
        metrics.counter("sessions.reported", "reason", reason.name()).increment();
        if (!outcome.accepted()) {
            events.warn(caller.pod(), caller.owner(), reason.name(), outcome.message());
        }
    }

    private void heard(Outcome outcome) {
        if (outcome.reason() == RoleCondition.Reason.Throttled) {
            slots.throttled(outcome.pod().uid(), outcome.role());
        } else if (outcome.accepted()) {
            slots.accepted(outcome.pod().uid(), outcome.role());
        } else {
            slots.failed(outcome.pod().uid(), outcome.role());
        }
    }

    /** A newer sidecar may know reasons that we do not. */
    private static RoleCondition.Reason reason(String name) {
        return Outcome.REPORTABLE.stream()
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElse(RoleCondition.Reason.RefusedUnknown);
    }

    /** The text comes from a pod and goes into a status that others read: one line, no control characters, not long. */
    static String readable(@Nullable String message) {
        String text = Optional.ofNullable(message)
                .map(it -> it.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip())
                .filter(it -> !it.isEmpty())
                .orElse("The pod gave no message.");
        return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "…" : text;
    }
}
