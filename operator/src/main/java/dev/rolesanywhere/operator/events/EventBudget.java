package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.operator.caller.PodReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits Events about pods. It counts by facts from the API server: a pod's UID, its ServiceAccount and its namespace. Each namespace
 * has its own budget, so that many Events in one namespace do not suppress Events of others. Memory is bounded.
 */
final class EventBudget {
    static final Duration QUIET = Duration.ofMinutes(10);

    /**
     * Above this number, the namespace with the oldest last Event is forgotten. It may then repeat an Event but loses
     * none.
     */
    static final int NAMESPACES = 1000;

    private final Clock clock;
    private final int perAccountAndReason;
    private final int perNamespace;
    private final Map<String, Map<Said, Instant>> namespaces = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<Said, Instant>> eldest) {
            return size() > NAMESPACES;
        }
    };

    private record Said(String podUid, String serviceAccount, String reason) {}

    /**
     * @param perAccountAndReason how many pods of one ServiceAccount get an Event of one reason in ten minutes
     * @param perNamespace how many Events the pods of one namespace get in ten minutes
     */
    EventBudget(Clock clock, int perAccountAndReason, int perNamespace) {
        this.clock = clock;
        this.perAccountAndReason = perAccountAndReason;
        this.perNamespace = perNamespace;
    }

    /** Whether to write an Event; if so, it counts. */
    synchronized boolean takes(PodReference pod, String reason) {
        Instant now = clock.instant();
        Map<Said, Instant> said = namespaces.computeIfAbsent(pod.namespace(), namespace -> new LinkedHashMap<>());
        said.values().removeIf(until -> !now.isBefore(until));
        Said event = new Said(pod.uid(), pod.serviceAccount(), reason);
        boolean spent = said.containsKey(event)
                || said.size() >= perNamespace
                || said.keySet().stream()
                                .filter(it -> it.serviceAccount().equals(pod.serviceAccount())
                                        && it.reason().equals(reason))
                                .count()
                        >= perAccountAndReason;
        if (spent) {
            return false;
        }
        said.put(event, now.plus(QUIET));
        return true;
    }

    synchronized int namespaces() {
        return namespaces.size();
    }
}
