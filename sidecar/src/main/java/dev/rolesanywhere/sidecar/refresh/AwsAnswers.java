package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.AwsRefusal;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import java.time.Duration;
import java.time.Instant;

/** Processes AWS's answer for one role: credentials or a refusal, and the correct time. */
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
        Instant now = answered(role, clockChanged);
        Attempt attempt = Attempt.of(exchanged, now);
        TargetRole target = role.target();
        // The served session decides, which for a target role is the target role's.
        if (target == null || !attempt.outcome().accepted()) {
            report(attempt, clockChanged);
        }
        metrics.refreshed(attempt.outcome().reason());
        RoleState before = state.roles().states().get(role.name());
        if (before == null) {
            // The role was removed during the call.
            return;
        }
        Credentials credentials = attempt.credentials();
        Duration atLeast = state.leaves().stretch(role);
        if (credentials == null) {
            refused(role, attempt, before.failed(attempt, why(attempt), now, process.chance()), now);
        } else if (target == null) {
            served(role, attempt, before.renewed(credentials, atLeast, now, process.chance()), now);
        } else {
            process.log()
                    .info(
                            attempt.outcome().reason(),
                            role.name(),
                            attempt.outcome().message() + ", to assume " + target.roleArn());
            state.roles().update(role.name(), before.begun(credentials, target, atLeast, now, process.chance()), now);
            publisher.publish(now);
        }
        defaults.tell();
    }

    /** @param clockChanged whether this answer corrected the clock */
    void assumed(Event.Assumed assumed, boolean clockChanged) {
        IssuedRole role = assumed.role();
        Instant now = answered(role, clockChanged);
        RoleState before = state.roles().states().get(role.name());
        FirstSession first = before == null ? null : before.first();
        if (before == null || first == null) {
            // The role, or its target role, was removed during the call.
            return;
        }
        Attempt attempt = Attempt.of(assumed, first.life(), now);
        report(attempt, clockChanged);
        metrics.refreshed(attempt.outcome().reason());
        Credentials credentials = attempt.credentials();
        if (credentials == null) {
            boolean rejected = attempt.outcome().reason().equals(AwsRefusal.FIRST_SESSION_REJECTED.reason());
            refused(
                    role,
                    attempt,
                    before.notAssumed(first, attempt, rejected, why(attempt), now, process.chance()),
                    now);
        } else {
            served(role, attempt, before.assumed(first, credentials, assumed.target(), now, process.chance()), now);
        }
        defaults.tell();
    }

    /** The time after the answer corrected the clock. */
    private Instant answered(IssuedRole role, boolean clockChanged) {
        metrics.clockOffset(process.clock().offset());
        if (clockChanged) {
            reportClock(role);
        }
        return process.now();
    }

    /** A corrected clock explains more than AWS's refusal for that reason. */
    private void report(Attempt attempt, boolean clockChanged) {
        if (!clockChanged || !attempt.outcome().reason().equals(AwsRefusal.CLOCK_SKEW.reason())) {
            state.reports().add(attempt.outcome());
        }
    }

    private static String why(Attempt attempt) {
        return attempt.outcome().reason() + ": " + attempt.outcome().message() + ". " + attempt.action();
    }

    private void refused(IssuedRole role, Attempt attempt, RoleState next, Instant now) {
        transitions.problem(
                role.name(),
                attempt.outcome().reason(),
                role.name(),
                attempt.outcome().message(),
                attempt.action());
        state.roles().update(role.name(), next, now);
        publisher.publish(now);
    }

    private void served(IssuedRole role, Attempt attempt, RoleState next, Instant now) {
        transitions.over(role.name());
        process.log()
                .info(attempt.outcome().reason(), role.name(), attempt.outcome().message());
        metrics.obtained(role.profile(), now);
        state.roles().update(role.name(), next, now);
        publisher.writeAndPublish(now);
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
