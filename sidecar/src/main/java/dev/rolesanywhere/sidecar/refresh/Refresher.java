package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * The process's side of refreshing. One thread decides, in {@link #step}; calls run apart from it and come back as events. So a slow call,
 * or a role that waits for its time slot, holds up no other. What a pod has of its own is in {@link PodRefresh}.
 */
public final class Refresher {
    private final ProcessParts process;
    private final PodRefresh pod;

    public Refresher(ProcessParts process, PodParts pod) {
        this.process = process;
        this.pod = new PodRefresh(process, pod);
    }

    /** Serves what a sidecar before this one left, before any call. */
    public void restore() throws IOException {
        pod.restore(process.now());
    }

    /**
     * Takes in what came of calls, and starts those that are due.
     *
     * @return when to come again, unless something comes into the inbox before; not after now where it has already
     */
    public Instant step() {
        for (Event event = process.inbox().take();
                event != null;
                event = process.inbox().take()) {
            handle(event);
        }
        Instant now = process.now();
        pod.startDueCalls(now);
        pod.checkWhatIsServed(now);
        return process.inbox().isEmpty() ? pod.next(now) : now;
    }

    /** The clock is corrected first, because what the event means depends on the time. */
    private void handle(Event event) {
        pod.ended(event);
        boolean clockChanged = event instanceof Event.OfAws answer && correctClock(answer);
        pod.handle(event, clockChanged);
    }

    /** A clock that was ahead moves all due times back as much; one that goes forward only makes more due. */
    private boolean correctClock(Event.OfAws answer) {
        Session session = answer.session();
        Duration difference = session != null
                ? session.clockOffset()
                : answer.failure() instanceof CreateSessionException e ? e.clockOffset() : null;
        Duration before = process.clock().offset();
        boolean changed = difference != null
                && process.clock().observe(answer.correction().plus(difference));
        Duration ahead = before.minus(process.clock().offset());
        if (ahead.isPositive()) {
            pod.setBack(ahead);
        }
        return changed;
    }
}
