package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.AwsRefusal;
import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.endpoint.Endpoints;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renews what is due. One thread decides, in {@link #step}; calls run apart from it, one to the operator and one for each role at
 * a time, and come back as events. So a slow call, or a role that waits for its time slot, holds up no other. Each renewal
 * is preceded by a new leaf; where the operator does not answer, the held one serves as long as it is valid.
 */
public final class Refresher {
    private static final String ISSUER = "issuer";
    private static final Duration VOLUME_RETRY = Duration.ofSeconds(30);

    private final Parts parts;
    private final Requests requests;
    private final RoleStates board;
    private final Transitions transitions;
    private final Leaves leaves = new Leaves();
    private final Reports reports = new Reports();
    private final IssuerBackoff issuer = new IssuerBackoff();
    private final DueWork agenda;
    private @Nullable Instant volumeDueAt;

    /** What the refresher works with. */
    public record Parts(
            IssuerClient issuer,
            SessionExchange exchange,
            CredentialsVolume volume,
            Endpoints endpoints,
            Metrics metrics,
            JsonLog log,
            CorrectedClock clock,
            SecureRandom random,
            Inbox inbox,
            Calls calls) {}

    public Refresher(Parts parts, Requests requests, boolean gateStart) {
        this.parts = parts;
        this.requests = requests;
        this.transitions = new Transitions(parts.log());
        this.board = new RoleStates(
                parts.volume(), parts.endpoints(), new Tokens(parts.random(), parts.volume()), gateStart);
        this.agenda = new DueWork(board, leaves, issuer, reports);
    }

    /** Serves what a sidecar before this one left, before anybody is asked. */
    public void restore() throws IOException {
        for (String file : board.restore(now())) {
            parts.log().warn("FileIgnored", null, file + " in the volume cannot be read, and is written anew", null);
        }
    }

    /**
     * Takes in what came of calls, and starts those that are due.
     *
     * @return when to come again, unless something comes into the inbox before; not after now where it has already
     */
    public Instant step() {
        for (Event event = parts.inbox().take();
                event != null;
                event = parts.inbox().take()) {
            handle(event);
        }
        Instant now = now();
        if (agenda.wantsCertificates(now)) {
            start(new CertificatesCall(parts.issuer(), requests, agenda.sessions(now)), now);
        }
        callAws(now);
        report(now);
        lookAfterWhatIsServed(now);
        return parts.inbox().isEmpty() ? next(now) : now;
    }

    /**
     * A call that is noted as under way comes back as an event, even where no thread can be had for it. Otherwise it would never be
     * made again.
     */
    private void start(Call call, Instant now) {
        Inbox.Pending pending = parts.inbox().expect(call);
        try {
            if (call instanceof ExchangeCall exchange) {
                leaves.call(exchange.role());
            } else {
                issuer.called(now);
            }
            parts.calls().start(pending);
        } catch (RuntimeException | Error e) {
            pending.failed(e);
        }
    }

    private void handle(Event event) {
        if (event instanceof Event.Certificates certificates) {
            issuer.returned();
            if (certificates.issued() != null) {
                issued(certificates.issued());
            } else if (certificates.failure() != null) {
                issuerFailed(certificates.failure());
            }
        } else if (event instanceof Event.Exchanged exchanged) {
            leaves.called(exchanged.role());
            exchanged(exchanged);
        } else if (event instanceof Event.Reported reported) {
            issuer.returned();
            reported(reported);
        }
    }

    private void issued(Issued issued) {
        Instant now = now();
        issuer.answered(issued, now, random());
        transitions.fine(ISSUER, "IssuerReached", "the operator answers again");
        leaves.replace(issued.roles());
        String defaultBefore = board.defaultRole();
        board.issued(issued, parts.issuer().bundle(), now);
        tellOfDefault(defaultBefore);
        for (RefusedRole refused : issued.refused()) {
            boolean isNew =
                    transitions.problem(refused.role(), refused.reason(), refused.role(), refused.message(), null);
            parts.metrics().refreshed(refused.reason());
            if (isNew && refused.isUnreadable()) {
                // The operator does not know that this role is not served.
                reports.add(new Outcome(
                        refused.role(),
                        AwsRefusal.REFUSED_UNKNOWN.reason(),
                        refused.message(),
                        0,
                        null,
                        null,
                        null,
                        null));
            }
        }
        for (IssuedRole role : leaves.all()) {
            parts.metrics().certificate(role.profile(), role.notAfter());
            if (agenda.wantsSlot(role, now)) {
                leaves.setSlot(role, now.plus(role.waitFor()));
            }
        }
    }

    private void issuerFailed(IssuingException e) {
        Instant now = now();
        issuer.failed(e, now, random());
        if (e.denied()) {
            leaves.replace(List.of());
        }
        parts.metrics().refreshed(e.reason());
        transitions.problem(ISSUER, e.reason(), null, String.valueOf(e.getMessage()), "It is asked again and again.");
        board.issuerFailed(e.reason() + ": " + e.getMessage(), now);
    }

    private void callAws(Instant now) {
        for (IssuedRole role : leaves.all()) {
            if (agenda.isTurnOf(role, now, random())) {
                start(new ExchangeCall(parts.exchange(), role, parts.clock().offset()), now);
            }
        }
    }

    private void exchanged(Event.Exchanged exchanged) {
        IssuedRole role = exchanged.role();
        boolean clockChanged = correctClock(exchanged);
        Instant now = now();
        Attempt attempt = Attempt.of(exchanged, now);
        Outcome outcome = attempt.outcome();
        if (clockChanged) {
            reportClock(role);
        }
        // Which says more than AWS's own refusal for that reason.
        if (!clockChanged || !outcome.reason().equals(AwsRefusal.CLOCK_SKEW.reason())) {
            reports.add(outcome.advising(attempt.action()));
        }
        parts.metrics().refreshed(outcome.reason());
        String defaultBefore = board.defaultRole();
        RoleState before = board.states().get(role.name());
        if (before == null) {
            // Its role was taken away while AWS was asked.
            return;
        }
        Credentials credentials = attempt.credentials();
        if (credentials == null) {
            transitions.problem(role.name(), outcome.reason(), role.name(), outcome.message(), attempt.action());
            String why = outcome.reason() + ": " + outcome.message() + ". " + attempt.action();
            board.update(role.name(), before.failed(attempt, why, now, random()), now);
        } else {
            transitions.over(role.name());
            parts.log().info(outcome.reason(), role.name(), outcome.message());
            parts.metrics().obtained(role.profile(), now);
            board.update(role.name(), before.renewed(credentials, leaves.stretch(role), now, random()), now);
        }
        tellOfDefault(defaultBefore);
    }

    /** A default never moves without a word, nor stays against the bindings without one. */
    private void tellOfDefault(@Nullable String before) {
        String now = board.defaultRole();
        if (before != null && now != null && !now.equals(before)) {
            parts.log()
                    .info(
                            "DefaultChanged",
                            now,
                            "the AWSRoleBindings say that this role is the pod's default now; it was role " + before);
        }
        String waiting = board.defaultInWaiting();
        if (waiting == null) {
            transitions.over("default");
        } else {
            transitions.problem(
                    "default",
                    "DefaultKept",
                    now,
                    "the operator does not serve this role any more and calls role " + waiting
                            + " the default; the default credentials of a running pod pass to no other role",
                    "Restart the pod to give it the new default.");
        }
    }

    private boolean correctClock(Event.Exchanged exchanged) {
        Session session = exchanged.session();
        Duration difference = session != null
                ? session.clockOffset()
                : exchanged.failure() instanceof CreateSessionException e ? e.clockOffset() : null;
        Duration before = parts.clock().offset();
        boolean changed = difference != null
                && parts.clock().observe(exchanged.correction().plus(difference));
        setBack(before.minus(parts.clock().offset()));
        parts.metrics().clockOffset(parts.clock().offset());
        return changed;
    }

    /** What was due at a time of a clock that was ahead is due as much earlier. A clock that goes forward only makes more due. */
    private void setBack(Duration by) {
        if (by.isPositive()) {
            issuer.setBack(by);
            leaves.setBack(by);
            board.setBack(by);
            reports.setBack(by);
            volumeDueAt = volumeDueAt == null ? null : volumeDueAt.minus(by);
        }
    }

    private void reportClock(IssuedRole role) {
        long seconds = parts.clock().offset().toSeconds();
        if (seconds == 0) {
            parts.log().info("ClockRight", null, "this node's clock agrees with AWS's again");
            return;
        }
        String message = "this node's clock is " + Math.abs(seconds) + " s " + (seconds > 0 ? "behind" : "ahead of")
                + " AWS's; the sidecar corrects for it in what it signs and serves";
        parts.log().warn(AwsRefusal.CLOCK_SKEW.reason(), null, message, AwsRefusal.CLOCK_SKEW.explanation());
        reports.add(new Outcome(
                role.name(), AwsRefusal.CLOCK_SKEW.reason(), message, 0, null, null, role.sessionSeconds(), null));
    }

    /** Best effort: the application has its credentials whether or not the operator hears of it. */
    private void report(Instant now) {
        if (agenda.wantsToReport(now)) {
            start(new OutcomesCall(parts.issuer(), reports.take()), now);
        }
    }

    private void reported(Event.Reported reported) {
        IssuingException failure = reported.failure();
        if (failure == null) {
            reports.heard();
            return;
        }
        reports.failed(reported.outcomes(), failure, now(), random());
        transitions.problem(
                ISSUER, failure.reason(), null, "it was not told what AWS answered: " + failure.getMessage(), null);
    }

    /** What expired is said and its file removed; a volume that takes no file is tried again. */
    private void lookAfterWhatIsServed(Instant now) {
        boolean expired = false;
        for (Map.Entry<String, RoleState> entry : board.states().entrySet()) {
            RoleState state = entry.getValue();
            String subject = "expiry of " + entry.getKey();
            if (state.credentials() == null || state.isServed(now)) {
                transitions.over(subject);
            } else {
                String why = state.problem() == null ? "they were not renewed in time" : state.problem();
                expired |= transitions.problem(subject, "CredentialsExpired", entry.getKey(), why, null);
            }
        }
        if (expired || volumeDueAt != null && !volumeDueAt.isAfter(now)) {
            board.write(now);
        }
        String problem = board.volumeProblem();
        if (problem == null) {
            volumeDueAt = null;
            transitions.fine("volume", "VolumeWritten", "the volume holds what it should again");
        } else {
            transitions.problem("volume", "VolumeUnwritable", null, problem, "The endpoint serves meanwhile.");
            if (volumeDueAt == null || !volumeDueAt.isAfter(now)) {
                volumeDueAt = now.plus(VOLUME_RETRY);
            }
        }
    }

    private Instant next(Instant now) {
        Instant next = agenda.next(now);
        return volumeDueAt == null ? next : DueWork.earlier(next, volumeDueAt);
    }

    private Instant now() {
        return parts.clock().instant();
    }

    private double random() {
        return parts.random().nextDouble();
    }
}
