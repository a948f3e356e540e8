package dev.rolesanywhere.sidecar.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The node's clock, corrected by what AWS's answers say the time is. Signatures and expiry are decided by it. Small
 * differences are left alone: AWS accepts five minutes, and a Date header is whole seconds old.
 */
public final class CorrectedClock extends Clock {
    static final Duration CORRECTED_FROM = Duration.ofMinutes(1);
    /** Lower than the limit above, so that a clock at the limit is not reported again and again. */
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

    /** AWS's time minus the node's; zero where they agree. */
    public Duration offset() {
        return offset;
    }

    /**
     * Takes in what an answer said.
     *
     * @param total AWS's time minus the node's
     * @return whether the correction changed by so much that people should hear of it
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

    /** Instants have no zone, and nothing here asks for one. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
