package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which namespaces reported throttling lately, and whether that is a shortage of all. Reports are hearsay: those of one namespace
 * lower that namespace's own rate only. Not thread-safe.
 */
final class Complaints {
    static final Duration LATELY = Duration.ofMinutes(5);

    /** Of the namespaces that called AWS lately, one in so many must have been throttled. */
    private static final int ONE_IN = 4;

    private static final int AT_LEAST = 2;

    /** A shortage is felt by many pods; one alone must not slow the others down. */
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(10);

    /** When a pod's report last lowered a rate, by UID. */
    private final Map<String, Instant> pods = new HashMap<>();

    private final Map<String, Instant> namespaces = new HashMap<>();

    /** Whether the pod's report counts: each pod's does once in ten minutes. */
    boolean counts(String podUid, Instant now) {
        Instant last = pods.get(podUid);
        boolean first = last == null || !now.isBefore(last.plus(BETWEEN_COMPLAINTS));
        if (first) {
            pods.put(podUid, now);
        }
        return first;
    }

    /**
     * Takes note of a namespace's report.
     *
     * @param calling how many namespaces called AWS lately
     * @return whether enough of them report throttling for a shortage of all
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
