package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The namespaces that recently reported throttling, and whether the whole account is short of quota. Reports are unverified: those of
 * one namespace lower only its own rate. Not thread-safe.
 */
final class Complaints {
    static final Duration LATELY = Duration.ofMinutes(5);

    /** Of the namespaces that recently called AWS, at least one in this many must have been throttled. */
    private static final int ONE_IN = 4;

    private static final int AT_LEAST = 2;

    /** A shortage affects many pods; a single pod must not slow down the others. */
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(10);

    /** When a pod's report last lowered a rate, by UID. */
    private final Map<String, Instant> pods = new HashMap<>();

    private final Map<String, Instant> namespaces = new HashMap<>();

    /** Whether the pod's report counts: once per pod in ten minutes. */
    boolean counts(String podUid, Instant now) {
        Instant last = pods.get(podUid);
        boolean first = last == null || !now.isBefore(last.plus(BETWEEN_COMPLAINTS));
        if (first) {
            pods.put(podUid, now);
        }
        return first;
    }

    /**
     * Records a namespace's report.
     *
     * @param calling number of namespaces that recently called AWS
     * @return whether enough namespaces report throttling for a general shortage
     */
    boolean isShared(String namespace, long calling, Instant now) {
        namespaces.put(namespace, now);
        namespaces.values().removeIf(last -> !now.isBefore(last.plus(LATELY)));
        return namespaces.size() >= AT_LEAST && (long) namespaces.size() * ONE_IN >= calling;
    }

    void sweep(Instant now) {
        pods.values().removeIf(last -> !now.isBefore(last.plus(BETWEEN_COMPLAINTS)));
    }
}
