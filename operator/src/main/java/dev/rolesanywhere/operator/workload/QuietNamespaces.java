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
 * Namespaces whose pods have not changed since the last full check, so that the next check need not read them. A watch
 * shows each change. Without it, a table shows most changes, but not a new annotation of a running pod. Regular full
 * checks find these.
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
     * @param tableAt when a table last equaled this one
     */
    private record Whole(Instant at, Instant tableAt, PodTable table, Set<Settings> accounts) {}

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
        Optional<PodTable> table =
                pods.table(namespace, settings.stream().map(Settings::account).collect(toUnmodifiableSet()));
        boolean still = last.isPresent()
                && table.filter(now -> isStill(now, last.get(), at)).isPresent();
        Instant whole = still ? last.get().at() : at;
        table.ifPresentOrElse(
                now -> looks.put(namespace, new Whole(whole, at, now, settings)), () -> looks.remove(namespace));
        return still;
    }

    /** Whether the watch shows that a table would be the same, and so would a full check if one were due. */
    private boolean hasNoChange(String namespace, Whole last, Instant at) {
        return last.table().well()
                && changes.noneSince(namespace, last.tableAt(), at)
                && (changes.noneSince(namespace, last.at(), at) || !isDue(last, at));
    }

    private static boolean isStill(PodTable now, Whole last, Instant at) {
        return !isDue(last, at) && now.isStill(last.table(), Duration.between(last.at(), at));
    }

    private static boolean isDue(Whole last, Instant at) {
        return Duration.between(last.at(), at).compareTo(MOST) >= 0;
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
