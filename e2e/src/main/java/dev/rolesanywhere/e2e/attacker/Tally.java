package dev.rolesanywhere.e2e.attacker;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts what was sent and what was answered. Thread-safe. */
final class Tally {
    private final LongAdder connections = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong mostOpen = new AtomicLong();
    private final AtomicLong firstNanos = new AtomicLong();
    private volatile long openAtTheEnd;
    private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();

    void opened() {
        firstNanos.compareAndSet(0, System.nanoTime());
        connections.increment();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    }

    /** When the first connection was there, by the system's nanosecond clock; 0 before. */
    long firstNanos() {
        return firstNanos.get();
    }

    void closed() {
        open.decrementAndGet();
    }

    /** The attack ends now. The target did not close the connections that are still open. */
    void end() {
        openAtTheEnd = open.get();
    }

    void requested() {
        requests.increment();
    }

    void sent(long count) {
        bytes.add(count);
    }

    /** An HTTP status, or in words what happened instead. */
    void answered(String answer) {
        answers.computeIfAbsent(answer, key -> new LongAdder()).increment();
    }

    /** One line: {@code connections=3 (at most 2 at once, 1 at the end) requests=5 bytes=700 answers: 200=4, closed=1}. */
    @Override
    public String toString() {
        return "connections=%d (at most %d at once, %d at the end) requests=%d bytes=%d answers: %s"
                .formatted(
                        connections.sum(),
                        mostOpen.get(),
                        openAtTheEnd,
                        requests.sum(),
                        bytes.sum(),
                        answers.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(", ")));
    }
}
