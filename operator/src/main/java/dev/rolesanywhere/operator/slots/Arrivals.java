package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;

/**
 * How often something comes, averaged over about a minute.
 *
 * @param perSecond as of then
 */
record Arrivals(double perSecond, Instant asOf) {
    private static final double MEMORY_SECONDS = 60;

    static Arrivals none(Instant now) {
        return new Arrivals(0, now);
    }

    Arrivals oneMore(Instant now) {
        return new Arrivals(at(now) + 1 / MEMORY_SECONDS, now);
    }

    double at(Instant now) {
        double passed = Math.max(0, Duration.between(asOf, now).toMillis() / 1000.0);
        return perSecond * Math.exp(-passed / MEMORY_SECONDS);
    }
}
