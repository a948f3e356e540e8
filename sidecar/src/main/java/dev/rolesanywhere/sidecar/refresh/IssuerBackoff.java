package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import java.time.Duration;
import java.time.Instant;

/**
 * When the operator is called: one call at a time, with backoff where it does not answer, and never so often that it takes the sidecar for
 * somebody who stole its token: many roles that AWS refuses would each want a leaf again and again.
 */
final class IssuerBackoff {
    /** The operator turns away a pod that calls more than 40 times in a minute; this is at most 30, of which ten come at once. */
    private static final Duration GAP = Duration.ofSeconds(3);

    private static final Duration AT_ONCE = GAP.multipliedBy(10);

    private boolean calling;
    private boolean ready = true;
    private int failures;
    private int answersWithRefusals;
    private Instant dueAt = Instant.EPOCH;
    private Instant checkAt = Instant.EPOCH;

    /** Until when the calls so far would have taken, had they come one by one. */
    private Instant spentUntil = Instant.EPOCH;

    boolean isFree() {
        return !calling && ready;
    }

    /** Without a token that the operator may accept no call is made. */
    void hasToken(boolean fresh) {
        ready = fresh;
    }

    /** When the next call may be made, whatever it is for. */
    Instant mayCallAt() {
        return spentUntil.minus(AT_ONCE);
    }

    /** Whether it may be asked for certificates. */
    boolean isDue(Instant now) {
        return isFree() && !dueAt().isAfter(now);
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
        spentUntil = spentUntil.minus(by);
    }

    void called(Instant now) {
        calling = true;
        spentUntil = later(spentUntil, now).plus(GAP);
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
        return later(dueAt, mayCallAt());
    }

    Instant nextCheck() {
        return later(checkAt, dueAt());
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
