package dev.rolesanywhere.operator.workload;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.rolesanywhere.operator.workload.AccountLook.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Namespaces whose pods have not changed since the last full check, so that the next check need not read them. If the
 * watch shows no change, nothing is read. Otherwise a table shows most changes, but not a new annotation of a running
 * pod: a full check finds these after some minutes.
 */
final class QuietNamespaces {
    /**
     * The table shows the age of a pod below ten minutes in seconds, which shows whether the pod is newer than the last
     * check.
     */
    static final Duration MOST = Duration.ofMinutes(9);

    private final BoundPods pods;
    private final PodChanges changes;
    private final Map<String, Whole> looks = new HashMap<>();

    /**
     * A full check, with the table that was read before it. The next check finds changes between the two.
     *
     * @param position number of the last change before the check
     * @param tablePosition number of the last change before the last equal table
     */
    private record Whole(Instant at, long position, long tablePosition, PodTable table, Set<Settings> accounts) {}

    QuietNamespaces(BoundPods pods, PodChanges changes) {
        this.pods = pods;
        this.changes = changes;
    }

    /** If the namespace is not quiet, the caller runs a full check, which counts from now on. */
    boolean isQuiet(String namespace, Collection<AccountLook> accounts, Instant at) {
        Set<Settings> settings = accounts.stream().map(AccountLook::settings).collect(toUnmodifiableSet());
        Optional<Whole> last = Optional.ofNullable(looks.get(namespace))
                .filter(whole -> whole.accounts().equals(settings));
        if (last.filter(whole -> hasNoChange(namespace, whole, at)).isPresent()) {
            return true;
        }
        long position = changes.position();
        Optional<PodTable> table =
                pods.table(namespace, settings.stream().map(Settings::account).collect(toUnmodifiableSet()));
        Optional<Whole> still = last.filter(
                whole -> table.filter(now -> isStill(now, whole, at)).isPresent());
        Optional<Whole> next =
                table.map(now -> still.map(whole -> new Whole(whole.at(), whole.position(), position, now, settings))
                        .orElseGet(() -> new Whole(at, position, position, now, settings)));
        next.ifPresentOrElse(whole -> looks.put(namespace, whole), () -> looks.remove(namespace));
        return still.isPresent();
    }

    /** Whether the watch shows that a table would be the same, and so would a full check if one were due. */
    private boolean hasNoChange(String namespace, Whole last, Instant at) {
        return last.table().well()
                && changes.noneAfter(last.tablePosition(), namespace, at)
                && (changes.noneAfter(last.position(), namespace, at) || !isDue(last, at));
    }

    private static boolean isStill(PodTable now, Whole last, Instant at) {
        return !isDue(last, at) && now.isStill(last.table(), Duration.between(last.at(), at));
    }

    private static boolean isDue(Whole last, Instant at) {
        return Duration.between(last.at(), at).abs().compareTo(MOST) >= 0;
    }

    /** The full check failed. */
    void forget(String namespace) {
        looks.remove(namespace);
    }

    void keepOnly(Set<String> bound) {
        looks.keySet().retainAll(bound);
        changes.keepOnly(bound);
    }
}
