package dev.rolesanywhere.crds.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cache of an informer: for each object a record of the used fields, by the key {@code namespace/name}.
 *
 * @param <T> the kind of the objects
 * @param <R> the record; it must hold the resource version, by which the informer detects changes
 */
public class Records<T extends HasMetadata, R> implements ItemStore<T> {
    private final Function<T, R> record;
    private final BiFunction<String, R, T> object;
    private final Map<String, R> byKey = new ConcurrentHashMap<>();

    /**
     * @param record extracts the used fields of an object
     * @param object recreates an object from key and record, with only the fields of the record
     */
    public Records(Function<T, R> record, BiFunction<String, R, T> object) {
        this.record = record;
        this.object = object;
    }

    /** The record of one object. */
    public @Nullable R record(String key) {
        return byKey.get(key);
    }

    /** The records as they are now; not a copy. */
    public Collection<R> records() {
        return byKey.values();
    }

    /** Called after a change of the cache; one of the two may be null, never both. Must not block. */
    protected void changed(String key, @Nullable R before, @Nullable R after) {}

    @Override
    public final String getKey(T given) {
        return Cache.metaNamespaceKeyFunc(given);
    }

    @Override
    public final @Nullable T put(String key, T given) {
        R after = record.apply(given);
        R before = byKey.put(key, after);
        changed(key, before, after);
        return made(key, before);
    }

    @Override
    public final @Nullable T remove(String key) {
        R before = byKey.remove(key);
        if (before != null) {
            changed(key, before, null);
        }
        return made(key, before);
    }

    @Override
    public final @Nullable T get(String key) {
        return made(key, byKey.get(key));
    }

    @Override
    public final Stream<String> keySet() {
        return byKey.keySet().stream();
    }

    @Override
    public final Stream<T> values() {
        return byKey.entrySet().stream()
                .map(entry -> made(entry.getKey(), entry.getValue()))
                .filter(Objects::nonNull);
    }

    @Override
    public final int size() {
        return byKey.size();
    }

    private @Nullable T made(String key, @Nullable R kept) {
        return kept == null ? null : object.apply(key, kept);
    }
}
