package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The slots of one account and region. Its memory is the active operator's: one that takes over knows nothing of the slots that the one before it gave
 * away, and so gives only half the rate for as long as most of those last. Not thread-safe.
 */
final class Quota {
    static final Duration CAUTION = Duration.ofMinutes(5);
    /** Whoever asks again this soon after its slot has not used it yet. */
    private static final Duration SAME_SLOT = Duration.ofSeconds(10);

    private static final Duration LONGEST_SILENCE = Duration.ofHours(2);
    /** No session is renewed as often as this. */
    private static final Duration SHORTEST_STRETCH = Duration.ofMinutes(2);

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

    private final SlotCalendar calendar = new SlotCalendar();
    private final Map<Key, Grant> grants = new HashMap<>();
    private final Instant since;
    private AdaptiveRate rate;
    private Instant lastSweep;

    /** A role in a pod. */
    record Key(String podUid, String role) {}

    private record Grant(Instant slot, Instant forgetAt) {}

    /** @param since when this operator began to give slots */
    Quota(double configuredRate, Instant since) {
        this.rate = AdaptiveRate.configured(configuredRate);
        this.since = since;
        this.lastSweep = since;
    }

    Slot next(Key key, Urgency urgency, Instant now) {
        sweep(now);
        Grant before = grants.get(key);
        Instant slot = before != null && now.isBefore(before.slot().plus(SAME_SLOT))
                ? before.slot()
                : Instant.ofEpochSecond(calendar.take(now.getEpochSecond(), urgency, this::capacity));
        Duration renewAfter = renewAfter();
        Duration silence = renewAfter.multipliedBy(2).plus(LONGEST_SILENCE);
        grants.put(key, new Grant(slot, slot.plus(silence)));
        return new Slot(slot.isAfter(now) ? Duration.between(now, slot) : Duration.ZERO, renewAfter);
    }

    void throttled(Instant now) {
        rate = rate.throttled(now);
    }

    void accepted() {
        double before = rate.now();
        rate = rate.accepted();
        if ((int) rate.now() > (int) before) {
            calendar.searchFromNow();
        }
    }

    boolean knows(Key key) {
        return grants.containsKey(key);
    }

    double rate() {
        return rate.now();
    }

    int pods() {
        return grants.size();
    }

    /** All pods once in this time are half the configured rate. */
    private Duration renewAfter() {
        double seconds = Math.ceil(2 * grants.size() / rate.configured());
        return seconds < SHORTEST_STRETCH.toSeconds() ? Duration.ZERO : Duration.ofSeconds((long) seconds);
    }

    private int capacity(long second) {
        boolean cautious = second < since.plus(CAUTION).getEpochSecond();
        return Math.max((int) AdaptiveRate.FLOOR, (int) (cautious ? rate.now() / 2 : rate.now()));
    }

    private void sweep(Instant now) {
        if (!now.isBefore(lastSweep.plus(BETWEEN_SWEEPS))) {
            grants.values().removeIf(grant -> grant.forgetAt().isBefore(now));
            lastSweep = now;
        }
    }
}
