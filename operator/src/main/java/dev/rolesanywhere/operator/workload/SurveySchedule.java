package dev.rolesanywhere.operator.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the namespace of the next check: unchecked namespaces first, then the longest unchecked, none more often than
 * every twenty seconds.
 */
final class SurveySchedule {
    static final Duration INTERVAL = Duration.ofSeconds(20);

    /** The longest duration of a round over all namespaces. */
    static final Duration ROUND = Duration.ofSeconds(100);

    /** Parallel checks, which the API server must serve as long as there is a binding. */
    private static final int MOST = 10;

    private final Map<String, Instant> tried = new HashMap<>();

    /** The namespace counts as tried from now on, even if its check fails. */
    Optional<String> next(Set<String> bound, Instant now) {
        tried.keySet().retainAll(bound);
        Optional<String> next = longestAgo(bound).filter(namespace -> !now.isBefore(due(namespace)));
        next.ifPresent(namespace -> tried.put(namespace, now));
        return next;
    }

    /** How many checks to run at a time, so that a round does not exceed its duration. */
    static int atATime(int namespaces, Duration between) {
        long times = Math.max(1, ROUND.dividedBy(between));
        return (int) Math.clamp((namespaces + times - 1) / times, 1, MOST);
    }

    private Optional<String> longestAgo(Collection<String> bound) {
        return bound.stream().min(Comparator.comparing(this::due));
    }

    private Instant due(String namespace) {
        Instant last = tried.get(namespace);
        return last == null ? Instant.MIN : last.plus(INTERVAL);
    }
}
