package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the operator is still to hear; the newest of each role and reason, kept while the operator is away. */
final class Reports {
    private Map<String, Outcome> waiting = new LinkedHashMap<>();
    private Instant dueAt = Instant.EPOCH;
    private int failures;

    void add(Outcome outcome) {
        waiting.remove(key(outcome));
        waiting.put(key(outcome), outcome);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    Instant dueAt() {
        return dueAt;
    }

    /** All of them; they come back by {@link #failed} if nobody heard them. */
    List<Outcome> take() {
        List<Outcome> taken = new ArrayList<>(waiting.values());
        waiting = new LinkedHashMap<>();
        return taken;
    }

    void heard() {
        failures = 0;
        dueAt = Instant.EPOCH;
    }

    void failed(List<Outcome> outcomes, IssuingException e, Instant now, double random) {
        failures++;
        dueAt = now.plus(Schedule.retryIn(failures, false, e.retryAfter(), random));
        Map<String, Outcome> newer = waiting;
        waiting = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            add(outcome);
        }
        for (Outcome outcome : newer.values()) {
            add(outcome);
        }
    }

    /** The clock was ahead by so much. */
    void setBack(Duration by) {
        dueAt = dueAt.minus(by);
    }

    private static String key(Outcome outcome) {
        return outcome.role() + " " + outcome.reason();
    }
}
