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
 * Bounded memory that owners share. When the room is full, the owner that takes the most of it loses its oldest entry: a flood
 * of one owner costs another owner nothing.
 *
 * @param <K> what an entry is found by
 */
public final class SharedRoom<K> {
    private final long capacity;
    private final Map<K, Held> entries = new HashMap<>();
    /** In the order in which they came; of two that take the same, the first is the larger. */
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
     * @return the entries that lost their place, this one too if it does not fit alone
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

    /** How much an owner takes. */
    public synchronized long takenBy(String owner) {
        @Nullable Owner<K> its = owners.get(owner);
        return its == null ? 0 : its.taken;
    }

    /** The entry of an owner that is to lose its place first. */
    public synchronized Optional<K> oldestOf(String owner) {
        @Nullable Owner<K> its = owners.get(owner);
        return its == null
                ? Optional.empty()
                : Optional.of(its.oldestFirst.sequencedKeySet().getFirst());
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
