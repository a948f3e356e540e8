package dev.rolesanywhere.operator.limits;

/**
 * The share of the heap for each in-memory store of pod data. The JVM derives the heap from the container's limit, so a larger limit
 * makes all of them larger. Together they take less than half; docs/architecture.md has the list of limits.
 */
public enum HeapShare {
    /** Callers and their keys. */
    CALLERS(8),
    /** Outcomes that pods reported. */
    OUTCOMES(6),
    /** Assigned time slots. */
    SLOTS(10);

    private final int part;

    HeapShare(int part) {
        this.part = part;
    }

    /** In bytes, of this process's largest heap. */
    public long bytes() {
        return of(Runtime.getRuntime().maxMemory());
    }

    long of(long heap) {
        return heap / part;
    }
}
