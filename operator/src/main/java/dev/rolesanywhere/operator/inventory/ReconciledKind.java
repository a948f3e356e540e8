package dev.rolesanywhere.operator.inventory;

import dev.rolesanywhere.crds.cache.Records;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a kind that a reconciler watches. The reconciler's informer writes them here, and all other code reads them here: one
 * watch and one copy per process.
 */
final class ReconciledKind<T extends HasMetadata> extends Records<T, T> {
    private final Function<T, List<String>> groupsOf;
    private final Function<T, String> state;
    private final Executor telling;
    private final Map<String, Set<String>> groups = new ConcurrentHashMap<>();
    private final AtomicLong changesOfGroups = new AtomicLong();
    private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param lean extracts the used fields of an object
     * @param groupsOf names of the groups that an object is looked up by
     * @param state value that changes only if listeners must be called
     * @param telling runs the listeners in order, without blocking the watch
     */
    ReconciledKind(
            UnaryOperator<T> lean, Function<T, List<String>> groupsOf, Function<T, String> state, Executor telling) {
        super(lean, (key, kept) -> kept);
        this.groupsOf = groupsOf;
        this.state = state;
        this.telling = telling;
    }

    void onChange(Consumer<T> listener) {
        listeners.add(listener);
    }

    List<T> all() {
        return records().stream().filter(ReconciledKind::hasSpec).toList();
    }

    List<T> group(String name) {
        List<T> found = new ArrayList<>();
        for (String key : groups.getOrDefault(name, Set.of())) {
            T object = record(key);
            if (object != null && hasSpec(object)) {
                found.add(object);
            }
        }
        return found;
    }

    /** The names of all groups with an object. */
    Stream<String> groups() {
        return groups.keySet().stream();
    }

    /** Number of groups that have appeared or disappeared. Read it before {@link #groups}: that answer holds until the number changes. */
    long changesOfGroups() {
        return changesOfGroups.get();
    }

    @Override
    protected void changed(String key, @Nullable T before, @Nullable T after) {
        List<String> left = before == null ? List.of() : groupsOf.apply(before);
        List<String> entered = after == null ? List.of() : groupsOf.apply(after);
        left.stream().filter(group -> !entered.contains(group)).forEach(group -> leave(group, key));
        entered.forEach(group -> enter(group, key));
        if (before == null || after == null || !state.apply(before).equals(state.apply(after))) {
            // Objects that the old version referred to are affected too.
            telling.execute(() -> Stream.of(before, after).forEach(this::tell));
        }
    }

    private void leave(String group, String key) {
        Set<String> rest = groups.computeIfPresent(group, (name, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
        });
        if (rest == null) {
            changesOfGroups.incrementAndGet();
        }
    }

    private void enter(String group, String key) {
        AtomicBoolean isNew = new AtomicBoolean();
        groups.compute(group, (name, keys) -> {
            isNew.set(keys == null);
            Set<String> members = keys == null ? ConcurrentHashMap.newKeySet() : keys;
            members.add(key);
            return members;
        });
        if (isNew.get()) {
            changesOfGroups.incrementAndGet();
        }
    }

    private void tell(@Nullable T changed) {
        if (changed != null && hasSpec(changed)) {
            listeners.forEach(listener -> listener.accept(changed));
        }
    }

    private static boolean hasSpec(HasMetadata object) {
        return object instanceof CustomResource<?, ?> resource && resource.getSpec() != null;
    }
}
