package dev.rolesanywhere.webhook.limits;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs work a few at a time, and lets addresses take turns: a long queue of one address does not delay another address. */
public final class Turns {
    private final Executor executor;
    private final int parallel;
    private final LinkedHashMap<String, Queue<Runnable>> waiting = new LinkedHashMap<>();
    private int running;

    /** @param parallel how much work runs at the same time */
    public Turns(Executor executor, int parallel) {
        this.executor = executor;
        this.parallel = parallel;
    }

    public void submit(String address, Runnable work) {
        synchronized (this) {
            waiting.computeIfAbsent(address, ignored -> new ArrayDeque<>()).add(work);
        }
        startNext();
    }

    private void startNext() {
        Runnable work = next();
        if (work != null) {
            executor.execute(() -> {
                try {
                    work.run();
                } finally {
                    ended();
                    startNext();
                }
            });
        }
    }

    private synchronized @Nullable Runnable next() {
        if (running == parallel) {
            return null;
        }
        Map.Entry<String, Queue<Runnable>> first = waiting.pollFirstEntry();
        if (first == null) {
            return null;
        }
        running++;
        Runnable work = first.getValue().remove();
        if (!first.getValue().isEmpty()) {
            waiting.putLast(first.getKey(), first.getValue());
        }
        return work;
    }

    private synchronized void ended() {
        running--;
    }
}
