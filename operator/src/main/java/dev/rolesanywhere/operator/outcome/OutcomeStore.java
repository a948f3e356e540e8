package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.Hearsay.NotIssued;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last thing heard of each pod and role, in this process's memory: after a change of leader it fills again as sidecars renew.
 * Entries go when the session that they tell of has ended, or when the pod is found to be gone.
 */
@Singleton
public class OutcomeStore {
    /** A pod that is not served asks again well within this. */
    private static final Duration UNSERVED = Duration.ofHours(1);

    /** AWS gives no longer session; a pod that says so is not believed. */
    private static final Duration LONGEST_SESSION = Duration.ofHours(12);

    private final Clock clock;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();
    private final Set<String> rolesEverHeardOf = ConcurrentHashMap.newKeySet();
    private final Set<String> changedRoles = ConcurrentHashMap.newKeySet();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    private record Key(String podUid, String role) {}

    private record Entry(
            PodReference pod,
            @Nullable Outcome outcome,
            @Nullable NotIssued notIssued,
            Instant forgetAt) {}

    public OutcomeStore(Clock clock) {
        this.clock = clock;
    }

    /** A certificate was issued; what AWS says to it is not known yet, so what it said last still stands. */
    public void issued(PodReference pod, String role) {
        put(
                pod,
                role,
                before -> new Entry(pod, before == null ? null : before.outcome(), null, laterOf(before, inAnHour())));
    }

    public void notIssued(PodReference pod, String role, String reason, String message) {
        put(
                pod,
                role,
                before -> new Entry(
                        pod,
                        before == null ? null : before.outcome(),
                        new NotIssued(pod, reason, message),
                        laterOf(before, inAnHour())));
    }

    public void answered(Outcome outcome) {
        put(outcome.pod(), outcome.role(), before -> new Entry(outcome.pod(), outcome, null, forgetAt(outcome)));
    }

    public void forget(String podUid) {
        entries.keySet().removeIf(key -> {
            boolean gone = key.podUid().equals(podUid);
            if (gone) {
                changedRoles.add(key.role());
            }
            return gone;
        });
    }

    public List<PodReference> pods() {
        return entries.values().stream().map(Entry::pod).distinct().toList();
    }

    public Hearsay of(String role) {
        return of(role, pod -> true);
    }

    public Hearsay of(String role, Predicate<PodReference> which) {
        forgetTheEnded();
        List<Entry> matching = entries.entrySet().stream()
                .filter(e -> e.getKey().role().equals(role)
                        && which.test(e.getValue().pod()))
                .map(Map.Entry::getValue)
                .toList();
        return new Hearsay(
                rolesEverHeardOf.contains(role),
                matching.size(),
                matching.stream().map(Entry::outcome).filter(Objects::nonNull).toList(),
                matching.stream().map(Entry::notIssued).filter(Objects::nonNull).toList());
    }

    /** Called with a role of which something new was heard, some time after: many outcomes make one call. */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Tells the listeners about every role that changed since the last time. */
    void announce() {
        forgetTheEnded();
        List<String> changed = List.copyOf(changedRoles);
        changed.forEach(changedRoles::remove);
        changed.forEach(role -> listeners.forEach(listener -> listener.accept(role)));
    }

    private void put(PodReference pod, String role, Function<@Nullable Entry, Entry> change) {
        entries.compute(new Key(pod.uid(), role), (key, before) -> change.apply(before));
        rolesEverHeardOf.add(role);
        changedRoles.add(role);
    }

    private void forgetTheEnded() {
        Instant now = clock.instant();
        entries.entrySet().removeIf(e -> {
            boolean ended = !now.isBefore(e.getValue().forgetAt());
            if (ended) {
                changedRoles.add(e.getKey().role());
            }
            return ended;
        });
    }

    private Instant inAnHour() {
        return clock.instant().plus(UNSERVED);
    }

    private Instant forgetAt(Outcome outcome) {
        Instant expiration = outcome.expiration();
        if (!outcome.accepted() || expiration == null) {
            return inAnHour();
        }
        Instant latest = clock.instant().plus(LONGEST_SESSION);
        return expiration.isBefore(latest) ? expiration : latest;
    }

    private static Instant laterOf(@Nullable Entry before, Instant other) {
        return before != null && before.forgetAt().isAfter(other) ? before.forgetAt() : other;
    }
}
