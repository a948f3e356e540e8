package dev.rolesanywhere.operator.schedule;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Collects changes and passes them on together, some time after the first one. A starting pod changes three times within seconds, and
 * each status write is an event for every watch.
 */
public final class Gathered<K> {
    private final Delay delay;
    private final Later later;
    private final Consumer<K> listener;
    private final Set<K> waiting = ConcurrentHashMap.newKeySet();

    /**
     * Delay of a change.
     *
     * @param usual with few waiting keys
     * @param inBurst with many waiting keys, so that a burst costs fewer writes
     * @param burst number of keys that are many
     */
    public record Delay(Duration usual, Duration inBurst, int burst) {
        static Delay always(Duration delay) {
            return new Delay(delay, delay, 0);
        }

        Duration with(int waiting) {
            return waiting < burst ? usual : inBurst;
        }
    }

    /** Runs a task later. */
    @FunctionalInterface
    interface Later {
        void run(Runnable work, Duration delay);
    }

    /** @param name of the thread that calls the listener */
    public Gathered(String name, Duration delay, Consumer<K> listener) {
        this(name, Delay.always(delay), listener);
    }

    /** @param name of the thread that calls the listener */
    public Gathered(String name, Delay delay, Consumer<K> listener) {
        this(delay, on(name), listener);
    }

    Gathered(Delay delay, Later later, Consumer<K> listener) {
        this.delay = delay;
        this.later = later;
        this.listener = listener;
    }

    private static Later on(String name) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name(name).factory());
        return (work, delay) -> {
            var ignored = timer.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        };
    }

    public void changed(K key) {
        if (waiting.add(key)) {
            later.run(() -> pass(key), delay.with(waiting.size()));
        }
    }

    /** Changes during the listener's run are passed on next time. */
    private void pass(K key) {
        waiting.remove(key);
        listener.accept(key);
    }
}
