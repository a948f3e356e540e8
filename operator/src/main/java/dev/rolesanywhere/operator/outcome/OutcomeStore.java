package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.limits.HeapShare;
import dev.rolesanywhere.operator.limits.SharedRoom;
import dev.rolesanywhere.operator.outcome.LastReport.NotIssued;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last report of each pod and role, in memory: after a change of leader it fills again as sidecars renew. An entry expires with
 * its session. An expired entry no longer counts but is kept for a day while the pod exists, because a running pod that does not renew
 * has a problem.
 */
@Singleton
public class OutcomeStore {
    /** A pod without credentials retries well within this time. */
    private static final Duration UNSERVED = Duration.ofHours(1);

    /** The longest session of AWS; a longer claim is ignored. */
    private static final Duration LONGEST_SESSION = Duration.ofHours(12);

    private static final Duration KEPT_AFTER_SESSION = Duration.ofDays(1);

    /** Objects, references and map entries of one pod and role, without the texts; measured and rounded up. */
    private static final long BYTES_OF_AN_ENTRY = 900;

    private final Clock clock;
    private final SharedRoom<Where> room;

    /** By role, then by the pod's UID. */
    private final Map<String, Map<String, Entry>> entries = new ConcurrentHashMap<>();

    /** No entry changes by time alone before this. */
    private final AtomicReference<Instant> noneChangesBefore = new AtomicReference<>(Instant.MAX);

    /** Time of the last search for entries that changed by time alone. */
    private final AtomicReference<Instant> noticed = new AtomicReference<>(Instant.MIN);

    private final Set<String> changedRoles = ConcurrentHashMap.newKeySet();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    private record Where(String role, String podUid) {}

    private record Entry(LastReport report, Instant endsAt) {
        Instant forgetAt() {
            Outcome outcome = report.outcome();
            return outcome != null && outcome.accepted() ? endsAt.plus(KEPT_AFTER_SESSION) : endsAt;
        }

        /** When time alone changes it next, after the given time. */
        Instant changesAfter(Instant now) {
            Instant later = report.ended() ? forgetAt() : endsAt;
            return sessionEnd()
                    .filter(end -> now.isBefore(end) && end.isBefore(later))
                    .orElse(later);
        }

        /** End of AWS's last session. A later request of the pod keeps the entry for longer. */
        Optional<Instant> sessionEnd() {
            return Optional.ofNullable(report.outcome())
                    .filter(Outcome::accepted)
                    .map(Outcome::expiration);
        }

        boolean sessionEnded(Instant after, Instant until) {
            return sessionEnd()
                    .filter(end -> end.isAfter(after) && !end.isAfter(until))
                    .isPresent();
        }
    }

    @Inject
    public OutcomeStore(Clock clock) {
        this(clock, HeapShare.OUTCOMES.bytes());
    }

    /** @param bytes of heap that all entries together may take; the namespace that takes the most loses its oldest first */
    OutcomeStore(Clock clock, long bytes) {
        this.clock = clock;
        this.room = new SharedRoom<>(bytes);
    }

    /** A certificate was issued. AWS has not answered yet, so its last answer stays valid. */
    public void issued(PodReference pod, String role) {
        asked(pod, role, null, null);
    }

    public void notIssued(PodReference pod, String role, IssuingReason reason, String message) {
        asked(pod, role, new NotIssued(reason, message), null);
    }

    /** The pod is queued for AWS and will retry at its slot. */
    public void queued(PodReference pod, String role, Instant until) {
        asked(pod, role, null, until);
    }

    private void asked(PodReference pod, String role, @Nullable NotIssued notIssued, @Nullable Instant queuedUntil) {
        Instant now = clock.instant();
        Instant heardAgain = queuedUntil == null ? now : queuedUntil;
        put(
                pod,
                role,
                before -> new Entry(
                        new LastReport(pod, outcome(before), notIssued, now, false, queuedUntil, null),
                        laterOf(before, heardAgain.plus(UNSERVED))));
    }

    public void answered(Outcome outcome) {
        put(outcome.pod(), outcome.role(), before -> new Entry(LastReport.of(outcome), endsAt(outcome)));
    }

    /** Records whether clients of the pod have requested credentials. Stored only with the reports about its roles. */
    public void clients(PodReference pod, boolean asked) {
        Instant now = clock.instant();
        entries.forEach((role, pods) -> pods.computeIfPresent(pod.uid(), (uid, before) -> {
            if (asked == (before.report().neverAskedSince() == null)) {
                return before;
            }
            changedRoles.add(role);
            return new Entry(before.report().with(asked ? null : now), before.endsAt());
        }));
    }

    public void forget(String podUid) {
        entries.forEach((role, pods) -> {
            if (pods.remove(podUid) != null) {
                room.remove(new Where(role, podUid));
                changedRoles.add(role);
            }
        });
    }

    /** The last reports of a namespace's pods, about all roles. */
    public List<LastReport> reportsOf(String namespace) {
        return room.keysOf(namespace).stream()
                .map(where -> entries.getOrDefault(where.role(), Map.of()).get(where.podUid()))
                .filter(Objects::nonNull)
                .map(Entry::report)
                .toList();
    }

    public ReportedOutcomes of(String role) {
        return of(role, pod -> true);
    }

    /** The last report of the given pods. */
    public ReportedOutcomes of(String role, Predicate<PodReference> which) {
        Map<String, Entry> ofRole = entries.getOrDefault(role, Map.of());
        noticeTheEnded(role, ofRole);
        return new ReportedOutcomes(
                entries.containsKey(role),
                ofRole.values().stream()
                        .map(Entry::report)
                        .filter(report -> which.test(report.pod()))
                        .toList());
    }

    /** The number of valid sessions, over all pods and roles. */
    public long sessions() {
        Instant now = clock.instant();
        return all().filter(entry -> entry.report().inSession(now)).count();
    }

    /** The earliest expiration of these sessions; empty if there are none. */
    public Optional<Instant> earliestExpiration() {
        Instant now = clock.instant();
        return all().map(Entry::report)
                .filter(report -> report.inSession(now))
                .map(report -> Objects.requireNonNull(report.outcome()).expiration())
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }

    /** Called some time after pods of a role reported something new; several outcomes make one call. */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Calls the listeners for every role that changed since the last call. */
    void announce() {
        noticeTheEnded();
        List<String> changed = List.copyOf(changedRoles);
        changed.forEach(changedRoles::remove);
        changed.forEach(role -> listeners.forEach(listener -> listener.accept(role)));
    }

    private Stream<Entry> all() {
        return entries.values().stream().flatMap(pods -> pods.values().stream());
    }

    private void put(PodReference pod, String role, Function<@Nullable Entry, Entry> change) {
        Entry put = Objects.requireNonNull(
                entries.computeIfAbsent(role, name -> new ConcurrentHashMap<>()).compute(pod.uid(), (uid, before) -> {
                    Entry after = change.apply(before);
                    return new Entry(after.report().after(before == null ? null : before.report()), after.endsAt());
                }));
        changesAt(put.changesAfter(clock.instant()));
        changedRoles.add(role);
        room.put(pod.namespace(), new Where(role, pod.uid()), bytes(put.report()))
                .forEach(this::drop);
    }

    private void drop(Where where) {
        Map<String, Entry> pods = entries.get(where.role());
        note(where.role(), pods != null && pods.remove(where.podUid()) != null);
    }

    private static long bytes(LastReport report) {
        int texts =
                report.notIssued() == null ? 0 : report.notIssued().message().length();
        return BYTES_OF_AN_ENTRY + 2L * texts;
    }

    private void noticeTheEnded() {
        Instant now = clock.instant();
        if (now.isBefore(noneChangesBefore.get())) {
            return;
        }
        noneChangesBefore.set(Instant.MAX);
        Instant last = noticed.getAndSet(now);
        entries.forEach((role, pods) -> {
            noticeTheEnded(role, pods);
            pods.values().forEach(entry -> {
                note(role, entry.sessionEnded(last, now));
                changesAt(entry.changesAfter(now));
            });
        });
    }

    private void changesAt(Instant time) {
        noneChangesBefore.accumulateAndGet(time, (one, other) -> one.isBefore(other) ? one : other);
    }

    private void noticeTheEnded(String role, Map<String, Entry> pods) {
        Instant now = clock.instant();
        pods.forEach((uid, entry) -> {
            if (!now.isBefore(entry.forgetAt())) {
                note(role, pods.remove(uid, entry));
                room.remove(new Where(role, uid));
            } else if (!entry.report().ended() && !now.isBefore(entry.endsAt())) {
                note(role, pods.replace(uid, entry, new Entry(entry.report().asEnded(), entry.endsAt())));
            }
        });
    }

    private void note(String role, boolean changed) {
        if (changed) {
            changedRoles.add(role);
        }
    }

    private Instant endsAt(Outcome outcome) {
        Instant expiration = outcome.expiration();
        if (!outcome.accepted() || expiration == null) {
            return clock.instant().plus(UNSERVED);
        }
        Instant latest = clock.instant().plus(LONGEST_SESSION);
        return expiration.isBefore(latest) ? expiration : latest;
    }

    private static @Nullable Outcome outcome(@Nullable Entry before) {
        return before == null || before.report().ended()
                ? null
                : before.report().outcome();
    }

    private static Instant laterOf(@Nullable Entry before, Instant other) {
        return before != null && before.endsAt().isAfter(other) ? before.endsAt() : other;
    }
}
