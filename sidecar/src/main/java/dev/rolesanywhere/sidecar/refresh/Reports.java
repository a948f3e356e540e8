package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outcomes that the operator has not received yet, the newest of each role and reason. They are kept while the
 * operator is unreachable.
 */
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

    /** Takes all outcomes. {@link #failed} returns them if the operator did not receive them. */
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

    /** Corrects the times by the duration that the clock was ahead. */
    void setBack(Duration by) {
        dueAt = dueAt.minus(by);
    }

    private static String key(Outcome outcome) {
        return outcome.role() + " " + outcome.reason();
    }
}
