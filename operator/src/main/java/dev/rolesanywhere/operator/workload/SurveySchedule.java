package dev.rolesanywhere.operator.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the namespaces of the next checks: unchecked namespaces first, then the longest unchecked, none more often
 * than every twenty seconds. The number of checks follows the passed time, so that slow checks do not make a round
 * longer.
 */
final class SurveySchedule {
    static final Duration INTERVAL = Duration.ofSeconds(20);

    /** The duration of a round over all namespaces. */
    static final Duration ROUND = Duration.ofSeconds(100);

    /** The duration of a round over unchecked namespaces, as after a change of leader. */
    static final Duration FIRST_ROUND = Duration.ofSeconds(50);

    /** Checks at a time, which the API server must serve as long as there is a binding. */
    private static final int MOST = 10;

    /** The longest checked first. */
    private final Map<String, Instant> tried = new LinkedHashMap<>();

    /** The namespaces of the last call: those in {@link #tried} are among them. */
    private Set<String> known = Set.of();

    private @Nullable Instant before;
    /** Checks that the passed time allows and that did not run: the part of one check after the decimal point. */
    private double owed;

    /** The next namespaces. Each counts as checked only after {@link #tried}. */
    List<String> next(Set<String> bound, Instant now) {
        if (!bound.equals(known)) {
            tried.keySet().retainAll(bound);
            known = Set.copyOf(bound);
        }
        List<String> unchecked = tried.size() == bound.size()
                ? List.of()
                : bound.stream()
                        .filter(namespace -> !tried.containsKey(namespace))
                        .toList();
        Stream<String> due = tried.entrySet().stream()
                .takeWhile(last -> Duration.between(last.getValue(), now).abs().compareTo(INTERVAL) >= 0)
                .map(Map.Entry::getKey);
        return Stream.concat(unchecked.stream(), due)
                .limit(checks(bound.size(), unchecked.size(), now))
                .toList();
    }

    /** The namespace counts as checked from now on, even if its check fails. */
    void tried(String namespace, Instant now) {
        tried.remove(namespace);
        tried.put(namespace, now);
    }

    private int checks(int namespaces, int unchecked, Instant now) {
        Duration passed = before == null ? Duration.ZERO : Duration.between(before, now);
        before = now;
        owed += checks(namespaces, unchecked, passed);
        int checks = (int) Math.clamp((long) owed, 1, MOST);
        owed = Math.clamp(owed - checks, 0, 1);
        return checks;
    }

    /** How many checks the rounds need in this time. */
    static double checks(int namespaces, int unchecked, Duration passed) {
        double millis = Math.max(0, passed.toMillis());
        return millis * namespaces / ROUND.toMillis() + millis * unchecked / FIRST_ROUND.toMillis();
    }
}
