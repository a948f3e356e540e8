package dev.rolesanywhere.operator.limits;

/**
 * How much of the heap each memory of pods may take. The JVM derives the heap from the container's limit, so a larger limit
 * makes all of them larger. Together they take less than half; docs/architecture.md has the list of limits.
 */
public enum HeapShare {
    /** Callers and their keys. */
    CALLERS(8),
    /** What pods reported. */
    OUTCOMES(6),
    /** Time slots that were given. */
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
