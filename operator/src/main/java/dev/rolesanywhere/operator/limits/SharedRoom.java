package dev.rolesanywhere.operator.limits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bounded memory that owners share. When it is full, the owner with the largest share loses its oldest entry, so that one owner cannot
 * displace others.
 *
 * @param <K> the key of an entry
 */
public final class SharedRoom<K> {
    private final long capacity;
    private final Map<K, Held> entries = new HashMap<>();
    /** In insertion order; between equal shares, the first counts as larger. */
    private final Map<String, Owner<K>> owners = new LinkedHashMap<>();

    private long taken;

    private record Held(String owner, long size) {}

    private static final class Owner<K> {
        private final LinkedHashMap<K, Long> oldestFirst = new LinkedHashMap<>();
        private long taken;
    }

    /** @param capacity the most that all entries take together, in the unit of their sizes */
    public SharedRoom(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds an entry, or makes it the newest of its owner with another size.
     *
     * @return the removed entries, including this one if it is too large
     */
    public synchronized List<K> put(String owner, K key, long size) {
        remove(key);
        Owner<K> its = owners.computeIfAbsent(owner, name -> new Owner<>());
        its.oldestFirst.put(key, size);
        its.taken += size;
        taken += size;
        entries.put(key, new Held(owner, size));
        List<K> evicted = new ArrayList<>();
        while (taken > capacity) {
            K oldest = largest().orElseThrow().oldestFirst.sequencedKeySet().getFirst();
            remove(oldest);
            evicted.add(oldest);
        }
        return evicted;
    }

    public synchronized void remove(K key) {
        Held held = entries.remove(key);
        if (held == null) {
            return;
        }
        Owner<K> its = Objects.requireNonNull(owners.get(held.owner()));
        its.oldestFirst.remove(key);
        its.taken -= held.size();
        taken -= held.size();
        if (its.oldestFirst.isEmpty()) {
            owners.remove(held.owner());
        }
    }

    /** The memory of an owner. */
    public synchronized long takenBy(String owner) {
        @Nullable Owner<K> its = owners.get(owner);
        return its == null ? 0 : its.taken;
    }

    /** The owner's entry that is removed first. */
    public synchronized Optional<K> oldestOf(String owner) {
        @Nullable Owner<K> its = owners.get(owner);
        return its == null
                ? Optional.empty()
                : Optional.of(its.oldestFirst.sequencedKeySet().getFirst());
    }

    /** The owner's entries, the oldest first. */
    public synchronized List<K> keysOf(String owner) {
        @Nullable Owner<K> its = owners.get(owner);
        return its == null ? List.of() : List.copyOf(its.oldestFirst.sequencedKeySet());
    }

    public synchronized int size() {
        return entries.size();
    }

    private Optional<Owner<K>> largest() {
        Owner<K> largest = null;
        for (Owner<K> owner : owners.values()) {
            if (largest == null || owner.taken > largest.taken) {
                largest = owner;
            }
        }
        return Optional.ofNullable(largest);
    }
}
