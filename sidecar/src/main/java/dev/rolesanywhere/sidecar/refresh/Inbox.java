package dev.rolesanywhere.sidecar.refresh;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Where calls put what came of them, for the one thread that decides. */
public final class Inbox {
    private final Deque<Event> events = new ArrayDeque<>();

    synchronized void put(Event event) {
        events.add(event);
        notifyAll();
    }

    synchronized @Nullable Event take() {
        return events.poll();
    }

    synchronized boolean isEmpty() {
        return events.isEmpty();
    }

    /** Returns when there is something, or the time is over. */
    public synchronized void await(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && events.isEmpty(); left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }
}
