package dev.rolesanywhere.sidecar.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The node's clock, corrected with the time in AWS's answers. Used for signatures and expiration. Small differences are ignored: AWS
 * accepts five minutes, and a Date header is seconds old.
 */
public final class CorrectedClock extends Clock {
    static final Duration CORRECTED_FROM = Duration.ofMinutes(1);
    /** Lower than the limit above, so that a clock at the limit is not reported repeatedly. */
    static final Duration LEFT_ALONE_UNTIL = Duration.ofSeconds(30);

    private final Clock node;
    private volatile Duration offset = Duration.ZERO;

    public CorrectedClock(Clock node) {
        this.node = node;
    }

    @Override
    public Instant instant() {
        return node.instant().plus(offset);
    }

    /** AWS's time minus the node's; zero if they agree. */
    public Duration offset() {
        return offset;
    }

    /**
     * Processes the time of an answer.
     *
     * @param total AWS's time minus the node's
     * @return whether the correction changed enough to be logged
     */
    public boolean observe(Duration total) {
        Duration before = offset;
        Duration limit = before.isZero() ? CORRECTED_FROM : LEFT_ALONE_UNTIL;
        Duration next = total.abs().compareTo(limit) > 0 ? total : Duration.ZERO;
        offset = next;
        return next.minus(before).abs().compareTo(LEFT_ALONE_UNTIL) > 0;
    }

    @Override
    public ZoneId getZone() {
        return node.getZone();
    }

    /** Instants have no zone, and no caller needs one. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
