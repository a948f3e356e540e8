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
 * Namespaces whose pods are as the last whole look found them, so that the next one need not read them. What a table does not show, such as
 * an annotation that a running pod gets, is found by a whole look now and then.
 */
final class QuietNamespaces {
    /** The age of a pod that is younger than ten minutes is written with its seconds, and tells whether the pod came after the last look. */
    static final Duration MOST = Duration.ofMinutes(9);

    private final BoundPods pods;
    private final Map<String, Whole> looks = new HashMap<>();

    /** A whole look, and the table that was read before it: what changes between the two is seen at the next look. */
    private record Whole(Instant at, PodTable table, Set<Settings> accounts) {}

    QuietNamespaces(BoundPods pods) {
        this.pods = pods;
    }

    /** Where it is not, the caller has a whole look, which counts from now on. */
    boolean isQuiet(String namespace, Collection<AccountLook> accounts, Instant at) {
        Set<Settings> settings = accounts.stream().map(AccountLook::settings).collect(toUnmodifiableSet());
        Optional<PodTable> table = pods.table(namespace);
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

    /** The whole look failed. */
    void forget(String namespace) {
        looks.remove(namespace);
    }

    void keepOnly(Set<String> bound) {
        looks.keySet().retainAll(bound);
    }
}
