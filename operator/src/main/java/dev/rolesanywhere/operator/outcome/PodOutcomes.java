package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.slots.TimeSlots;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Processes a pod's report of AWS's answer: status, Event and metric. */
@Singleton
public class PodOutcomes {
    private final Inventory inventory;
    private final OutcomeStore store;
    private final Events events;
    private final TimeSlots slots;
    private final MeterRegistry metrics;
    private final Clock clock;

    public PodOutcomes(
            Inventory inventory,
            OutcomeStore store,
            Events events,
            TimeSlots slots,
            MeterRegistry metrics,
            Clock clock) {
        this.inventory = inventory;
        this.store = store;
        this.events = events;
        this.slots = slots;
        this.metrics = metrics;
        this.clock = clock;
        Outcome.REPORTABLE.forEach(this::counter);
    }

    /** Reports about roles that are not bound to the pod are dropped. */
    public void take(Identification.Known caller, List<OutcomeReport> reports) {
        Set<String> bound = inventory
                .bindingsOf(caller.pod().namespace(), caller.pod().serviceAccount())
                .stream()
                .filter(GivenRole::isInForce)
                .map(binding -> binding.getSpec().roleRef().name())
                .collect(Collectors.toSet());
        for (OutcomeReport report : reports) {
            Outcome.of(caller.pod(), report, clock.instant())
                    .filter(outcome -> bound.contains(outcome.role()))
                    .ifPresent(outcome -> take(outcome, report.messageWithRequestId()));
        }
    }

    /** @param asked whether any client of the pod has requested credentials */
    public void takeClients(Identification.Known caller, boolean asked) {
        store.clients(caller.pod(), asked);
    }

    private void take(Outcome outcome, @Nullable String message) {
        store.answered(outcome);
        countForSlots(outcome);
        counter(outcome.reason()).increment();
        if (!outcome.accepted()) {
            events.warn(outcome.pod(), Events.Budget.ORDINARY, outcome.reason().name(), sentence(outcome, message));
        }
    }

    private Counter counter(RoleCondition.Reason reason) {
        return Counter.builder("rolesanywhere.sessions.reported")
                .description("Answers of AWS to sidecars, as they report them")
                .tag("reason", reason.name())
                .register(metrics);
    }

    private void countForSlots(Outcome outcome) {
        if (outcome.reason() == RoleCondition.Reason.Throttled) {
            slots.throttled(outcome.pod().uid(), outcome.role());
        } else if (outcome.accepted()) {
            slots.accepted(outcome.pod().uid(), outcome.role());
        } else {
            slots.failed(outcome.pod().uid(), outcome.role());
        }
    }

    /** For the pod's own Event, the only place with the pod's text. */
    private String sentence(Outcome outcome, @Nullable String message) {
        UntrustedText readable = UntrustedText.sanitize(message);
        SessionObjects objects = SessionObjects.of(outcome.role(), inventory.role(outcome.role()));
        String ours = "The pod has no session for AWSRole '" + outcome.role() + "'. "
                + RefusalAdvice.of(outcome.reason(), objects);
        return readable.isEmpty() ? ours : ours + " In detail, the pod reports: " + readable;
    }
}
