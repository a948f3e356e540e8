package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.events.PodEvents;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.slots.TimeSlots;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes in what a pod says AWS answered: status, Event and metric. */
@Singleton
public class PodOutcomes {
    /** AWS gives no shorter session and no longer one; a pod that says so is not believed. */
    private static final long LONGEST_SECONDS = 12 * 60 * 60;

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
        Outcome.REPORTABLE.forEach(this::counter);
    }

    /** One report, as the pod wrote it. The message is what the pod says, of any length and with any character. */
    public record Reported(
            String role,
            String reason,
            @Nullable String message,
            @Nullable Long grantedSeconds,
            @Nullable Long requestedSeconds,
            @Nullable Instant expiration) {}

    /** Reports about roles that are not bound to the pod are dropped: nobody speaks for another's role. */
    public void take(Identification.Known caller, List<Reported> reports) {
        Set<String> bound = inventory
                .bindingsOf(caller.pod().namespace(), caller.pod().serviceAccount())
                .stream()
                .map(binding -> binding.getSpec().roleRef().name())
                .collect(Collectors.toSet());
        reports.stream().filter(report -> bound.contains(report.role())).forEach(report -> take(caller, report));
    }

    /** @param asked whether any client of the pod has asked for credentials */
    public void takeClients(Identification.Known caller, boolean asked) {
        store.clients(caller.pod(), asked);
    }

    private void take(Identification.Known caller, Reported report) {
        RoleCondition.Reason reason = reason(report.reason());
        Outcome outcome = new Outcome(
                caller.pod(),
                report.role(),
                reason,
                clock.instant(),
                credible(report.grantedSeconds()),
                credible(report.requestedSeconds()),
                report.expiration());
        store.answered(outcome);
        heard(outcome);
        counter(reason).increment();
        if (!outcome.accepted()) {
            events.warn(caller.pod(), PodEvents.Budget.ORDINARY, reason.name(), sentence(outcome, report.message()));
        }
    }

    private Counter counter(RoleCondition.Reason reason) {
        return Counter.builder("rolesanywhere.sessions.reported")
                .description("Answers of AWS to sidecars, as they report them")
                .tag("reason", reason.name())
                .register(metrics);
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

    private static @Nullable Long credible(@Nullable Long seconds) {
        return seconds == null || seconds < 0 || seconds > LONGEST_SECONDS ? null : seconds;
    }

    /** For the pod's own Event, the only place where its words stand. */
    private static String sentence(Outcome outcome, @Nullable String words) {
        UntrustedText readable = UntrustedText.sanitize(words);
        String ours =
                "The pod has no session for AWSRole '" + outcome.role() + "'. " + RefusalAdvice.of(outcome.reason());
        return readable.isEmpty() ? ours : ours + " In detail, the pod reports: " + readable;
    }
}
