package dev.rolesanywhere.node.pod;

import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.refresh.Inbox;
import dev.rolesanywhere.sidecar.refresh.PodParts;
import dev.rolesanywhere.sidecar.refresh.ProcessParts;
import dev.rolesanywhere.sidecar.refresh.Refresher;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;

/**
 * The refresh of one pod: the sidecar's code, with the pod's own key, clock and inbox. The clock is separate: the pod's
 * AWSRole names the endpoint that gives AWS's time, and that time must not affect other pods. For one thread.
 */
final class PodWork {
    private final AgentPod pod;
    private final SavedPod store;
    private final CorrectedClock clock;
    private final Inbox inbox;
    private final Refresher refresher;
    private Instant next = Instant.EPOCH;

    PodWork(AgentParts agent, AgentPod pod, SavedState state) throws IOException, GeneralSecurityException {
        this.pod = pod;
        this.store = new SavedPod(agent.directory(), pod, state);
        this.clock = new CorrectedClock(agent.clock());
        this.inbox = new Inbox(agent.threads());
        KeyPair keys = state.keys();
        this.refresher = new Refresher(
                new ProcessParts(
                        clock, agent.random(), agent.log().about(pod.identity().toString()), agent.exchange(), inbox),
                new PodParts(
                        keys.getPrivate(),
                        new Requests(keys),
                        new IssuerClient(agent.issuer(), pod.token()),
                        store,
                        pod.served(),
                        true,
                        false));
        refresher.restore();
    }

    AgentPod pod() {
        return pod;
    }

    /** Whether there is work. A pod that sends no requests only has results of running calls. */
    boolean isDue(Instant now) {
        return pod.takeAttention() || !inbox.isEmpty() || pod.isAwake(now) && !next.isAfter(clock.instant());
    }

    void step() {
        next = refresher.step();
        store.flush();
        pod.progressed(inbox.isCalling(), next.minus(clock.offset()));
    }

    /** Delays the next attempt after an error. */
    void rest(Instant until) {
        next = until.plus(clock.offset());
        pod.progressed(false, until);
    }

    /** In the node's time; later than the given time if the pod sends no requests. */
    Instant next(Instant now, Instant otherwise) {
        Instant at = next.minus(clock.offset());
        return pod.isAwake(now) && at.isBefore(otherwise) ? at : otherwise;
    }
}
