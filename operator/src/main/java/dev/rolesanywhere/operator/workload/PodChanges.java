package dev.rolesanywhere.operator.workload;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The last change of a pod in each namespace, as a watch reports it. Without the watch, no change can be excluded. */
@Singleton
class PodChanges {
    private @Nullable Watch watch;

    /**
     * @param since all later changes are known
     * @param until from then on, the watch may have failed silently
     * @param version of the last change
     * @param last change of each namespace that had one
     */
    private record Watch(Instant since, Instant until, String version, Map<String, Instant> last) {}

    /** @param version that contains all changes before {@code since} */
    synchronized void begin(Instant since, String version) {
        watch = new Watch(since, since, version, new HashMap<>());
    }

    synchronized void trustUntil(Instant time) {
        if (watch != null) {
            watch = new Watch(watch.since, time, watch.version, watch.last);
        }
    }

    synchronized void changed(String namespace, String version, Instant now) {
        if (watch != null) {
            watch.last.put(namespace, now);
            reached(version);
        }
    }

    /** All changes up to this version are known. */
    synchronized void reached(String version) {
        if (watch != null) {
            watch = new Watch(watch.since, watch.until, version, watch.last);
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

    /** A list of this resource version contains all known changes. Empty without a watch. */
    synchronized Optional<String> version() {
        return Optional.ofNullable(watch).map(Watch::version);
    }

    /** Whether no pod of the namespace changed from this time on. */
    synchronized boolean noneSince(String namespace, Instant time, Instant now) {
        return watch != null
                && !time.isBefore(watch.since)
                && now.isBefore(watch.until)
                && watch.last.getOrDefault(namespace, Instant.MIN).isBefore(time);
    }
}
