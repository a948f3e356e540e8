package dev.rolesanywhere.operator.workload;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last change of a pod in each namespace, as a watch reports it. Without the watch, no change can be excluded.
 * Changes are numbered in the order of their arrival, because clocks can step back.
 */
@Singleton
class PodChanges {
    private long arrived;
    private @Nullable Watch watch;

    /**
     * @param since number from which on all changes are known
     * @param until from then on, the watch may have failed silently
     * @param version from which the watch continues
     * @param isReached whether an event named this version, so that the API server's list of pods has reached it
     * @param last number of the last change of each namespace that had one
     */
    private record Watch(long since, Instant until, String version, boolean isReached, Map<String, Long> last) {}

    /** @param version from which the watch reports changes */
    synchronized void begin(String version) {
        watch = new Watch(++arrived, Instant.MIN, version, false, new HashMap<>());
    }

    synchronized void trustUntil(Instant time) {
        if (watch != null) {
            watch = new Watch(watch.since, time, watch.version, watch.isReached, watch.last);
        }
    }

    synchronized void changed(String namespace, String version) {
        if (watch != null) {
            watch.last.put(namespace, ++arrived);
            reached(version);
        }
    }

    /** All changes up to this version have arrived. */
    synchronized void reached(String version) {
        if (watch != null) {
            watch = new Watch(watch.since, watch.until, version, true, watch.last);
        }
    }

    synchronized void keepOnly(Set<String> namespaces) {
        if (watch != null) {
            watch.last.keySet().retainAll(namespaces);
        }
    }

    /** Later changes are not known. */
    synchronized void end() {
        watch = null;
    }

    /** The version from which the watch continues. Empty without a watch. */
    synchronized Optional<String> version() {
        return Optional.ofNullable(watch).map(Watch::version);
    }

    /**
     * The oldest version that an answer about pods may have. Empty for the present version: the first version of a watch
     * belongs to the whole data of the cluster, and before Kubernetes 1.31 the API server's list of pods reaches it only
     * with the next change of a pod.
     */
    synchronized Optional<String> oldestAnswer() {
        if (watch == null) {
            return Optional.of("0");
        }
        return watch.isReached ? Optional.of(watch.version) : Optional.empty();
    }

    /** The number of the last change. A caller reads it before the pods, and later asks for changes after it. */
    synchronized long position() {
        return arrived;
    }

    /** Whether a trusted watch shows that no pod of the namespace changed after this position. */
    synchronized boolean noneAfter(long position, String namespace, Instant now) {
        return watch != null
                && position >= watch.since
                && now.isBefore(watch.until)
                && watch.last.getOrDefault(namespace, 0L) <= position;
    }
}
