package dev.rolesanywhere.operator.slots;

import java.time.Instant;

/** The slots of a namespace that alone reports throttling: a lower rate for it, until AWS accepts its calls again. Not thread-safe. */
final class NamespaceShare {
    private final SlotCalendar calendar = new SlotCalendar();
    private AdaptiveRate rate;

    NamespaceShare(double configuredRate) {
        this.rate = AdaptiveRate.configured(configuredRate);
    }

    /** The first second with capacity in the namespace's own rate. */
    long first(long now, Urgency urgency) {
        return calendar.take(now, now, urgency, second -> (int) rate.now());
    }

    void throttled(Instant now) {
        rate = rate.throttled(now);
    }

    /** @return whether the namespace is back at the configured rate and needs no separate share */
    boolean accepted() {
        rate = rate.accepted();
        return rate.now() >= rate.configured();
    }

    double rate() {
        return rate.now();
    }
}
