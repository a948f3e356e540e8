package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Renews what is due for one pod, with one call at a time to the operator and one to AWS for each role. A new leaf
 * precedes each renewal. While the operator is unreachable, the present leaf is used until it expires. For one thread.
 */
final class PodRefresh {
    private final ProcessParts process;
    private final PodParts pod;
    private final PodState state;
    private final DueWork due;
    private final Publisher publisher;
    private final DefaultChanges defaults;
    private final OperatorAnswers operator;
    private final AwsAnswers aws;
    private final ServedCheck check;

    PodRefresh(ProcessParts process, PodParts pod) {
        this.process = process;
        this.pod = pod;
        Transitions transitions = new Transitions(process.log());
        this.state =
                new PodState(pod.store(), new Clients(!pod.readsFiles(), pod.served(), pod.store(), process.log()));
        this.due = new DueWork(state);
        this.publisher = new Publisher(state.roles(), pod.store(), pod.served(), pod.gateStart());
        this.defaults = new DefaultChanges(state.roles(), process.log(), transitions);
        this.operator = new OperatorAnswers(process, pod, state, due, publisher, transitions, defaults);
        this.aws = new AwsAnswers(process, pod.served().metrics(), state, publisher, transitions, defaults);
        this.check = new ServedCheck(state.roles(), pod.store(), publisher, transitions);
    }

    void restore(Instant now) throws IOException {
        for (String file : pod.store().restore(state.roles(), now)) {
            process.log()
                    .warn("FileIgnored", null, file + " in the volume is unreadable; the sidecar replaces it", null);
        }
        state.clients().restore();
        defaults.begin();
        publisher.publish(now);
    }

    void startDueCalls(Instant now) {
        state.clients().look(now);
        state.issuer().hasToken(pod.issuer().isReady(now));
        if (due.isCertificatesDue(now)) {
            start(new Call.Certificates(pod.issuer(), pod.requests(), due.sessions(now)), now);
        }
        for (IssuedRole role : state.leaves().all()) {
            if (due.isTurnOf(role, now, process.chance())) {
                start(
                        new Call.Exchange(
                                process.exchange(),
                                pod.key(),
                                role,
                                process.clock().offset()),
                        now);
            }
        }
        for (IssuedRole role : state.leaves().all()) {
            assumeWhereDue(role, now);
        }
        if (due.isReportDue(now)) {
            start(
                    new Call.Report(
                            pod.issuer(),
                            state.reports().take(),
                            state.clients().state(now)),
                    now);
        }
    }

    private void assumeWhereDue(IssuedRole role, Instant now) {
        FirstSession first = state.roles().state(role.name()).first();
        if (role.target() != null && first != null && due.isAssumeDue(role, now)) {
            start(
                    new Call.Assume(
                            process.exchange(),
                            first.credentials(),
                            role,
                            role.target(),
                            process.clock().offset()),
                    now);
        }
    }

    /**
     * A call in progress always ends with an event, even if no thread is available for it. Otherwise it would never be
     * repeated.
     */
    private void start(Call call, Instant now) {
        Inbox.Pending pending = process.inbox().expect(call);
        try {
            if (call instanceof Call.Exchange exchange) {
                state.leaves().call(exchange.role());
            } else if (call instanceof Call.Assume assume) {
                state.leaves().assume(assume.role());
            } else {
                state.issuer().called(now);
            }
            pending.start();
        } catch (RuntimeException | Error e) {
            pending.failed(e);
        }
    }

    /** Runs before anything that may fail, so that the call can be repeated. */
    void ended(Event event) {
        if (event instanceof Event.OfAws answer) {
            state.leaves().called(answer.role());
        } else {
            state.issuer().returned();
        }
    }

    /** @param clockChanged whether the event corrected the clock */
    void handle(Event event, boolean clockChanged) {
        if (event instanceof Event.Exchanged exchanged) {
            aws.exchanged(exchanged, clockChanged);
        } else if (event instanceof Event.Assumed assumed) {
            aws.assumed(assumed, clockChanged);
        } else if (event instanceof Event.Certificates certificates) {
            operator.certificates(certificates);
        } else if (event instanceof Event.Reported reported) {
            operator.reported(reported);
        }
    }

    void setBack(Duration by) {
        state.setBack(by);
        check.setBack(by);
    }

    void checkWhatIsServed(Instant now) {
        check.run(now);
    }

    /** When the next known work is due. */
    Instant next(Instant now) {
        return check.next(due.next(now));
    }
}
