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

    /** A shortage is felt by many pods; one alone must not slow the others down. */
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(10);

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

    private final SlotCalendar calendar = new SlotCalendar();
    private final Map<Key, Grant> grants = new HashMap<>();
    /** When a pod's report last lowered the rate, by UID. */
    private final Map<String, Instant> complaints = new HashMap<>();

    private final Instant since;
    private AdaptiveRate rate;
    private Instant lastSweep;

    /** A role in a pod. */
    record Key(String podUid, String role) {}

    /**
     * @param renewAfter of when the slot was given: those who wait longer are stretched more, and so do not renew all together
     * @param used whether the pod has told what AWS answered
     */
    private record Grant(Instant slot, Instant forgetAt, Duration renewAfter, Urgency urgency, boolean used) {
        boolean isOpen(Instant now) {
            return !used && now.isBefore(slot.plus(SAME_SLOT));
        }
    }

    /** @param since when this operator began to give slots */
    Quota(double configuredRate, Instant since) {
        this.rate = AdaptiveRate.configured(configuredRate);
        this.since = since;
        this.lastSweep = since;
    }

    Slot next(Key key, Urgency urgency, Instant now) {
        sweep(now);
        Grant before = grants.get(key);
        Grant grant =
                before != null && before.isOpen(now) ? sooner(before, key, urgency, now) : grant(key, urgency, now);
        Instant slot = grant.slot();
        return new Slot(slot.isAfter(now) ? Duration.between(now, slot) : Duration.ZERO, grant.renewAfter());
    }

    /** A session that has come near its end while it waited for its turn need not wait for that one. */
    private Grant sooner(Grant before, Key key, Urgency urgency, Instant now) {
        if (urgency != Urgency.Pressing || before.urgency() == Urgency.Pressing) {
            return before;
        }
        Grant pressing = grant(key, urgency, now);
        Grant best = pressing.slot().isBefore(before.slot()) ? pressing : before;
        grants.put(key, best);
        return best;
    }

    private Grant grant(Key key, Urgency urgency, Instant now) {
        Instant slot = Instant.ofEpochSecond(calendar.take(now.getEpochSecond(), urgency, this::capacity));
        Duration renewAfter = renewAfter();
        Duration silence = renewAfter.multipliedBy(2).plus(LONGEST_SILENCE);
        Grant grant = new Grant(slot, slot.plus(silence), renewAfter, urgency, false);
        grants.put(key, grant);
        return grant;
    }

    /**
     * A pod tells that AWS throttled the call of its slot. Each slot counts once, and each pod once in ten minutes.
     *
     * @return whether it was a slot of here that had not been used
     */
    boolean throttled(Key key, Instant now) {
        boolean used = uses(key, now);
        if (used && isFirstComplaint(key.podUid(), now)) {
            rate = rate.throttled(now);
        }
        return used;
    }

    /** A pod tells that AWS answered the call of its slot. Each slot counts once. */
    void accepted(Key key, Instant now) {
        if (!uses(key, now)) {
            return;
        }
        double before = rate.now();
        rate = rate.accepted();
        if ((int) rate.now() > (int) before) {
            calendar.searchFromNow();
        }
    }

    /** A pod tells that its call came to nothing: its slot is used, and the next call takes another. */
    void failed(Key key, Instant now) {
        uses(key, now);
    }

    /** A pod that has a slot got no leaf to use it with. */
    void giveBack(Key key, Instant now) {
        Grant grant = grants.get(key);
        if (grant != null && grant.isOpen(now)) {
            calendar.giveBack(grant.slot().getEpochSecond(), grant.urgency());
            grants.remove(key);
        }
    }

    private boolean uses(Key key, Instant now) {
        Grant grant = grants.get(key);
        if (grant == null || grant.used() || now.isBefore(grant.slot())) {
            return false;
        }
        grants.put(key, new Grant(grant.slot(), grant.forgetAt(), grant.renewAfter(), grant.urgency(), true));
        return true;
    }

    private boolean isFirstComplaint(String podUid, Instant now) {
        Instant last = complaints.get(podUid);
        boolean first = last == null || !now.isBefore(last.plus(BETWEEN_COMPLAINTS));
        if (first) {
            complaints.put(podUid, now);
        }
        return first;
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
            complaints.values().removeIf(last -> !now.isBefore(last.plus(BETWEEN_COMPLAINTS)));
            lastSweep = now;
        }
    }
}
