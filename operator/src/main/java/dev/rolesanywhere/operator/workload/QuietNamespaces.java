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
 * Namespaces whose pods have not changed since the last full check, so that the next check need not read them. A table
 * does not show all changes, such as a new annotation of a running pod. Regular full checks find these.
 */
final class QuietNamespaces {
    /**
     * The table shows the age of a pod below ten minutes in seconds, which shows whether the pod is newer than the last
     * check.
     */
    static final Duration MOST = Duration.ofMinutes(9);

    private final BoundPods pods;
    private final Map<String, Whole> looks = new HashMap<>();

    /** A full check, with the table that was read before it. The next check finds changes between the two. */
    private record Whole(Instant at, PodTable table, Set<Settings> accounts) {}

    QuietNamespaces(BoundPods pods) {
        this.pods = pods;
    }

    /** If the namespace is not quiet, the caller runs a full check, which counts from now on. */
    boolean isQuiet(String namespace, Collection<AccountLook> accounts, Instant at) {
        Set<Settings> settings = accounts.stream().map(AccountLook::settings).collect(toUnmodifiableSet());
        Optional<PodTable> table =
                pods.table(namespace, settings.stream().map(Settings::account).collect(toUnmodifiableSet()));
        Optional<Whole> last = Optional.ofNullable(looks.get(namespace))
                .filter(whole -> whole.accounts().equals(settings))
                .filter(whole -> table.filter(now -> isStill(now, whole, at)).isPresent());
        if (last.isEmpty()) {
            table.ifPresentOrElse(
                    now -> looks.put(namespace, new Whole(at, now, settings)), () -> looks.remove(namespace));
        }
        return last.isPresent();
    }

    private static boolean isStill(PodTable now, Whole last, Instant at) {
        Duration since = Duration.between(last.at(), at);
        return since.compareTo(MOST) < 0 && now.isStill(last.table(), since);
    }

    /** The full check failed. */
    void forget(String namespace) {
        looks.remove(namespace);
    }

    void keepOnly(Set<String> bound) {
        looks.keySet().retainAll(bound);
    }
}
