package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import java.time.Duration;
import java.time.Instant;

/** When the operator is asked: one call at a time, with backoff where it does not answer. */
final class IssuerRhythm {
    private boolean calling;
    private int failures;
    private int answersWithRefusals;
    private Instant dueAt = Instant.EPOCH;
    private Instant checkAt = Instant.EPOCH;

    boolean isFree() {
        return !calling;
    }

    /** Whether it may be asked for certificates. */
    boolean isDue(Instant now) {
        return !calling && !dueAt.isAfter(now);
    }

    /** Whether to ask even though no role is due: at the start, hourly, and sooner where it refused something. */
    boolean isCheckDue(Instant now) {
        return !checkAt.isAfter(now);
    }

    boolean isAway() {
        return failures > 0;
    }

    /** The clock was ahead by so much. */
    void setBack(Duration by) {
        dueAt = dueAt.minus(by);
        checkAt = checkAt.minus(by);
    }

    void called() {
        calling = true;
    }

    void returned() {
        calling = false;
    }

    void answered(Issued issued, Instant now, double random) {
        failures = 0;
        dueAt = now;
        boolean complete = issued.refused().isEmpty() && !issued.roles().isEmpty();
        answersWithRefusals = complete ? 0 : answersWithRefusals + 1;
        checkAt = now.plus(
                complete
                        ? Schedule.LONGEST_INTERVAL
                        : Schedule.retryIn(answersWithRefusals, false, issued.retryAfter(), random));
    }

    void failed(IssuingException e, Instant now, double random) {
        failures++;
        dueAt = now.plus(Schedule.retryIn(failures, false, e.retryAfter(), random));
        checkAt = e.denied() ? now : checkAt;
    }

    /** When it may be asked at the earliest. */
    Instant dueAt() {
        return dueAt;
    }

    Instant nextCheck() {
        return later(checkAt, dueAt);
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
