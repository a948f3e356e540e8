package dev.rolesanywhere.operator.slots;

import dev.rolesanywhere.operator.issuance.SlotRequest;
import java.time.Duration;

/**
 * Between which limits a sidecar's next renewal may lie, counted from its call. A sidecar that is told {@code renewAfterSeconds} renews
 * between that and a quarter more.
 */
record Interval(Duration earliest, Duration latest) {
    private static final Duration LONGEST_USUAL = Duration.ofHours(1);
    /** For its slot, on the way, and in between. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    /**
     * From the sidecar's own rule (a sixth of the session's life, at most an hour, less up to a fifth) to what with its quarter more,
     * and the wait for its slot, is half of the life. What the leader before this one has stretched stays stretched: this one does not know yet how many there are.
     *
     * @param inherits whether the pod's last call was before this leader's time
     */
    static Interval of(SlotRequest request, boolean inherits) {
        Duration life = request.life();
        Duration usual =
                shorter(life.dividedBy(6), LONGEST_USUAL).multipliedBy(4).dividedBy(5);
        Duration half = life.dividedBy(2).minus(shorter(LONGEST_WAIT, life.dividedBy(10)));
        Duration latest = half.multipliedBy(4).dividedBy(5);
        return new Interval(inherits ? longer(usual, shorter(mean(lastInterval(request)), latest)) : usual, latest);
    }

    /** Puts renewals off while pods still wait to start, within the limits. */
    Interval notBefore(Duration end) {
        return new Interval(longer(earliest, shorter(end, latest)), latest);
    }

    /** How long ago the last call was; zero for a pod that has no credentials. */
    static Duration lastInterval(SlotRequest request) {
        Duration left = request.held().left();
        Duration ago = request.life().minus(left);
        return left.isZero() || ago.isNegative() ? Duration.ZERO : ago;
    }

    /** What, with the sidecar's quarter more, is the same interval on average. */
    private static Duration mean(Duration interval) {
        return interval.multipliedBy(8).dividedBy(9);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
