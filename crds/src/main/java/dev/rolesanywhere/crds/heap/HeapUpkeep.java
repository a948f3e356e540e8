package dev.rolesanywhere.crds.heap;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a full collection when the garbage among old objects has grown. The serial collector alone collects old objects
 * only when the heap is full, and never returns memory before that.
 */
public final class HeapUpkeep {
    /** The pause between two checks, and the shortest time between two collections. */
    public static final Duration PAUSE = Duration.ofMinutes(1);

    private static final String OLD = "Tenured Gen";

    private final @Nullable MemoryPoolMXBean old;
    private final Runnable collection;

    /** For the heap of this process. Does nothing with another collector than the serial one. */
    public HeapUpkeep() {
        this(pool().orElse(null), ManagementFactory.getMemoryMXBean()::gc);
    }

    HeapUpkeep(@Nullable MemoryPoolMXBean old, Runnable collection) {
        this.old = old;
        this.collection = collection;
    }

    static Optional<MemoryPoolMXBean> pool() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getType() == MemoryType.HEAP && pool.getName().equals(OLD))
                .findFirst();
    }

    public void look() {
        if (old != null && objects(old).areWorthCollecting()) {
            collection.run();
        }
    }

    private static OldObjects objects(MemoryPoolMXBean pool) {
        @Nullable MemoryUsage live = pool.getCollectionUsage();
        return new OldObjects(pool.getUsage().getUsed(), live == null ? 0 : live.getUsed());
    }
}
