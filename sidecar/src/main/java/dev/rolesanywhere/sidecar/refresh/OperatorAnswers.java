package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.AwsRefusal;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import java.time.Instant;
import java.util.List;

/** Processes the operator's answers: leaves, refusals, and whether it received the reports. */
final class OperatorAnswers {
    private static final String SUBJECT = "issuer";

    private final ProcessParts process;
    private final PodParts pod;
    private final PodState state;
    private final DueWork due;
    private final Publisher publisher;
    private final Transitions transitions;
    private final DefaultChanges defaults;

    OperatorAnswers(
            ProcessParts process,
            PodParts pod,
            PodState state,
            DueWork due,
            Publisher publisher,
            Transitions transitions,
            DefaultChanges defaults) {
        this.process = process;
        this.pod = pod;
        this.state = state;
        this.due = due;
        this.publisher = publisher;
        this.transitions = transitions;
        this.defaults = defaults;
    }

    void certificates(Event.Certificates answer) {
        if (answer.issued() != null) {
            issued(answer.issued());
        } else if (answer.failure() != null) {
            failed(answer.failure());
        }
    }

    private void issued(Issued issued) {
        Instant now = process.now();
        state.issuer().answered(issued, now, process.chance());
        transitions.fine(SUBJECT, "IssuerReached", "the operator answers again");
        state.leaves().replace(issued.roles());
        state.roles().issued(issued, now);
        publisher.issued(pod.issuer().bundle(), now);
        defaults.tell();
        for (RefusedRole refused : issued.refused()) {
            refused(refused);
        }
        for (IssuedRole role : state.leaves().all()) {
            metrics().certificate(role.profile(), role.notAfter());
            if (due.isSlotDue(role, now)) {
                state.leaves().setSlot(role, now.plus(role.waitFor()));
            }
        }
    }

    private void refused(RefusedRole refused) {
        boolean isNew = transitions.problem(refused.role(), refused.reason(), refused.role(), refused.message(), null);
        metrics().refreshed(refused.reason());
        if (isNew && refused.isUnreadable()) {
            // The operator does not know that this role is not served.
            String reason = AwsRefusal.REFUSED_UNKNOWN.reason();
            state.reports().add(new Outcome(refused.role(), reason, refused.message(), 0, null, null, null, null));
        }
    }

    private void failed(IssuingException e) {
        Instant now = process.now();
        state.issuer().failed(e, now, process.chance());
        if (e.denied()) {
            state.leaves().replace(List.of());
        }
        metrics().refreshed(e.reason());
        transitions.problem(SUBJECT, e.reason(), null, String.valueOf(e.getMessage()), "The sidecar retries.");
        state.roles().issuerFailed(e.reason() + ": " + e.getMessage());
        publisher.publish(now);
    }

    /** The application has its credentials even if the operator does not receive the report. */
    void reported(Event.Reported reported) {
        IssuingException failure = reported.failure();
        if (failure == null) {
            state.reports().heard();
            state.clients().reported(reported.clients());
            return;
        }
        state.reports().failed(reported.outcomes(), failure, process.now(), process.chance());
        transitions.problem(
                SUBJECT,
                failure.reason(),
                null,
                "AWS's answer could not be reported to the operator: " + failure.getMessage(),
                null);
    }

    private Metrics metrics() {
        return pod.served().metrics();
    }
}
