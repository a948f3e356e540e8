package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import java.time.Duration;
import java.time.Instant;

/**
 * When to call the operator: one call at a time, with backoff after failures, and below the operator's request limit.
 * Otherwise many roles that AWS refuses would make the operator treat the sidecar as a thief of its token.
 */
final class IssuerBackoff {
    /**
     * The operator rejects a pod with more than 40 calls per minute. This allows at most 30, of which ten may come at
     * once.
     */
    private static final Duration GAP = Duration.ofSeconds(3);

    private static final Duration AT_ONCE = GAP.multipliedBy(10);

    private boolean calling;
    private boolean ready = true;
    private int failures;
    private int answersWithRefusals;
    private Instant dueAt = Instant.EPOCH;
    private Instant checkAt = Instant.EPOCH;

    /** When all calls so far would have ended at the allowed rate. */
    private Instant spentUntil = Instant.EPOCH;

    boolean isFree() {
        return !calling && ready;
    }

    /** Without a token that the operator may accept, the sidecar makes no call. */
    void hasToken(boolean fresh) {
        ready = fresh;
    }

    /** When the next call of any kind may start. */
    Instant mayCallAt() {
        return spentUntil.minus(AT_ONCE);
    }

    /** Whether a request for certificates may start. */
    boolean isDue(Instant now) {
        return isFree() && !dueAt().isAfter(now);
    }

    /** Whether to send a request even if no role is due: at the start, every hour, and sooner after a refusal. */
    boolean isCheckDue(Instant now) {
        return !checkAt.isAfter(now);
    }

    boolean isAway() {
        return failures > 0;
    }

    /** Corrects the times by the duration that the clock was ahead. */
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

    /** The earliest time of the next request. */
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
