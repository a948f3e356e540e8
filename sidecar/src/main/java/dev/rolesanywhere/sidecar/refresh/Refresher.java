package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * The process's part of refreshing. One thread decides, in {@link #step}. Calls run on other threads and return events,
 * so a slow call, or a role that waits for its time slot, delays no other. {@link PodRefresh} has the part of each pod.
 */
public final class Refresher {
    private final ProcessParts process;
    private final PodRefresh pod;

    public Refresher(ProcessParts process, PodParts pod) {
        this.process = process;
        this.pod = new PodRefresh(process, pod);
    }

    /** Serves what the previous sidecar stored, before any call. */
    public void restore() throws IOException {
        pod.restore(process.now());
    }

    /**
     * Processes the results of calls, and starts the due calls.
     *
     * @return when to call this again, unless an event arrives before; not in the future if one has already arrived
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

    /** Corrects the clock first, because the meaning of the event depends on the time. */
    private void handle(Event event) {
        pod.ended(event);
        boolean clockChanged = event instanceof Event.OfAws answer && correctClock(answer);
        pod.handle(event, clockChanged);
    }

    /**
     * If the clock was ahead, all due times move back by the same duration. If it was behind, more work becomes due.
     */
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
