package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.AwsRefusal;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import java.time.Instant;

/** Takes in what AWS answered for one role: credentials or a refusal, and what it says of the clock. */
final class AwsAnswers {
    private final ProcessParts process;
    private final Metrics metrics;
    private final PodState state;
    private final Publisher publisher;
    private final Transitions transitions;
    private final DefaultChanges defaults;

    AwsAnswers(
            ProcessParts process,
            Metrics metrics,
            PodState state,
            Publisher publisher,
            Transitions transitions,
            DefaultChanges defaults) {
        this.process = process;
        this.metrics = metrics;
        this.state = state;
        this.publisher = publisher;
        this.transitions = transitions;
        this.defaults = defaults;
    }

    /** @param clockChanged whether this answer corrected the clock */
    void exchanged(Event.Exchanged exchanged, boolean clockChanged) {
        IssuedRole role = exchanged.role();
        metrics.clockOffset(process.clock().offset());
        Instant now = process.now();
        Attempt attempt = Attempt.of(exchanged, now);
        Outcome outcome = attempt.outcome();
        if (clockChanged) {
            reportClock(role);
        }
        // Which says more than AWS's own refusal for that reason.
        if (!clockChanged || !outcome.reason().equals(AwsRefusal.CLOCK_SKEW.reason())) {
            state.reports().add(outcome.advising(attempt.action()));
        }
        metrics.refreshed(outcome.reason());
        RoleState before = state.roles().states().get(role.name());
        if (before == null) {
            // Its role was taken away during the call.
            return;
        }
        Credentials credentials = attempt.credentials();
        if (credentials == null) {
            transitions.problem(role.name(), outcome.reason(), role.name(), outcome.message(), attempt.action());
            String why = outcome.reason() + ": " + outcome.message() + ". " + attempt.action();
            state.roles().update(role.name(), before.failed(attempt, why, now, process.chance()), now);
            publisher.publish(now);
        } else {
            transitions.over(role.name());
            process.log().info(outcome.reason(), role.name(), outcome.message());
            metrics.obtained(role.profile(), now);
            state.roles()
                    .update(
                            role.name(),
                            before.renewed(credentials, state.leaves().stretch(role), now, process.chance()),
                            now);
            publisher.writeAndPublish(now);
        }
        defaults.tell();
    }

    private void reportClock(IssuedRole role) {
        long seconds = process.clock().offset().toSeconds();
        if (seconds == 0) {
            process.log().info("ClockRight", null, "this node's clock agrees with AWS's again");
            return;
        }
        String message = "this node's clock is " + Math.abs(seconds) + " s " + (seconds > 0 ? "behind" : "ahead of")
                + " AWS's; the sidecar corrects the difference in signatures and expirations";
        String reason = AwsRefusal.CLOCK_SKEW.reason();
        process.log().warn(reason, null, message, AwsRefusal.CLOCK_SKEW.explanation());
        state.reports().add(new Outcome(role.name(), reason, message, 0, null, null, role.sessionSeconds(), null));
    }
}
