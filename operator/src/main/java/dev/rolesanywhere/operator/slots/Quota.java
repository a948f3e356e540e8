package dev.rolesanywhere.operator.slots;

import dev.rolesanywhere.operator.limits.HeapShare;
import dev.rolesanywhere.operator.limits.SharedRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots of one account and region, in memory of the active operator. A new leader does not know the slots of the previous one, so
 * it starts with half the rate while most of those are in use. Not thread-safe.
 */
final class Quota {
    static final Duration CAUTION = Duration.ofMinutes(5);
    /** A pod whose request comes this soon after its slot has not used the slot yet. */
    private static final Duration SAME_SLOT = Duration.ofSeconds(10);

    private static final Duration LONGEST_SILENCE = Duration.ofHours(2);
    /** Sessions are renewed less often than this. */
    private static final Duration SHORTEST_STRETCH = Duration.ofMinutes(2);

    private static final long BYTES_OF_A_GRANT = 500;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(5);

    private final SlotCalendar calendar = new SlotCalendar();
    private final Map<Key, Grant> grants = new HashMap<>();
    private final SharedRoom<Key> room;
    private final Complaints complaints = new Complaints();
    /** Shares of namespaces that alone report throttling. */
    private final Map<String, NamespaceShare> shares = new HashMap<>();

    private final Instant since;
    private AdaptiveRate rate;
    private Instant lastSweep;

    /** A role in a pod. */
    record Key(String podUid, String role) {}

    /**
     * @param renewAfter interval when the slot was assigned: pods that wait longer get a longer interval, so that they do not all
     * renew at once
     * @param used whether the pod has reported AWS's answer
     */
    private record Grant(
            String namespace, Instant slot, Instant forgetAt, Duration renewAfter, Urgency urgency, boolean used) {
        boolean isOf(Instant from, Instant until) {
            return !slot.isBefore(from) && !slot.isAfter(until);
        }

        boolean isOpen(Instant now) {
            return !used && now.isBefore(slot.plus(SAME_SLOT));
        }
    }

    /** @param since when this operator started to assign slots */
    Quota(double configuredRate, Instant since) {
        this(configuredRate, since, HeapShare.SLOTS.bytes());
    }

    /** @param bytes heap for all grants together; the namespace with the most grants loses its oldest first */
    Quota(double configuredRate, Instant since, long bytes) {
        this.room = new SharedRoom<>(bytes / BYTES_OF_A_GRANT);
        this.rate = AdaptiveRate.configured(configuredRate);
        this.since = since;
        this.lastSweep = since;
    }

    /** @param namespace of the pod */
    Slot next(Key key, String namespace, Urgency urgency, Instant now) {
        sweep(now);
        Grant before = grants.get(key);
        Grant grant = before != null && before.isOpen(now)
                ? sooner(before, key, urgency, now)
                : grant(key, namespace, urgency, now);
        Instant slot = grant.slot();
        return new Slot(slot.isAfter(now) ? Duration.between(now, slot) : Duration.ZERO, grant.renewAfter());
    }

    /** A session that became urgent while it waited gets an earlier slot. */
    private Grant sooner(Grant before, Key key, Urgency urgency, Instant now) {
        if (urgency != Urgency.Pressing || before.urgency() == Urgency.Pressing) {
            return before;
        }
        Grant pressing = grant(key, before.namespace(), urgency, now);
        Grant best = pressing.slot().isBefore(before.slot()) ? pressing : before;
        grants.put(key, best);
        return best;
    }

    private Grant grant(Key key, String namespace, Urgency urgency, Instant now) {
        long second = now.getEpochSecond();
        NamespaceShare share = shares.get(namespace);
        long from = share == null ? second : share.first(second, urgency);
        Instant slot = Instant.ofEpochSecond(calendar.take(second, from, urgency, this::capacity));
        Duration renewAfter = renewAfter();
        Duration silence = renewAfter.multipliedBy(2).plus(LONGEST_SILENCE);
        Grant grant = new Grant(namespace, slot, slot.plus(silence), renewAfter, urgency, false);
        grants.put(key, grant);
        room.put(namespace, key, 1).forEach(grants::remove);
        return grant;
    }

    /**
     * A pod reports that AWS throttled the call of its slot. Each slot counts once, and each pod once in ten minutes. Reports of
     * several namespaces lower the rate; reports of one namespace lower only its own rate.
     *
     * @return whether it was an unused slot of this operator
     */
    boolean throttled(Key key, Instant now) {
        boolean used = uses(key, now);
        Grant grant = grants.get(key);
        if (used && grant != null && complaints.counts(key.podUid(), now)) {
            lower(grant.namespace(), now);
        }
        return used;
    }

    private void lower(String namespace, Instant now) {
        long calling = grants.values().stream()
                .filter(grant -> grant.isOf(now.minus(Complaints.LATELY), now))
                .map(Grant::namespace)
                .distinct()
                .count();
        if (complaints.isShared(namespace, calling, now)) {
            rate = rate.throttled(now);
        } else {
            shares.computeIfAbsent(namespace, name -> new NamespaceShare(rate.configured()))
                    .throttled(now);
        }
    }

    /** A pod reports that AWS answered the call of its slot. Each slot counts once. */
    void accepted(Key key, Instant now) {
        if (!uses(key, now)) {
            return;
        }
        Grant grant = grants.get(key);
        NamespaceShare share = grant == null ? null : shares.get(grant.namespace());
        if (grant != null && share != null && share.accepted()) {
            shares.remove(grant.namespace());
        }
        double before = rate.now();
        rate = rate.accepted();
        if ((int) rate.now() > (int) before) {
            calendar.searchFromNow();
        }
    }

    /** A pod reports that its call failed: its slot is used, and the next call needs another one. */
    void failed(Key key, Instant now) {
        uses(key, now);
    }

    /** A pod with a slot got no leaf, so the slot is unused. */
    void giveBack(Key key, Instant now) {
        Grant grant = grants.get(key);
        if (grant != null && grant.isOpen(now)) {
            calendar.giveBack(grant.slot().getEpochSecond(), grant.urgency());
            grants.remove(key);
            room.remove(key);
        }
    }

    private boolean uses(Key key, Instant now) {
        Grant grant = grants.get(key);
        if (grant == null || grant.used() || now.isBefore(grant.slot())) {
            return false;
        }
        grants.put(
                key,
                new Grant(
                        grant.namespace(), grant.slot(), grant.forgetAt(), grant.renewAfter(), grant.urgency(), true));
        return true;
    }

    double rate() {
        return rate.now();
    }

    /** The maximum calls a second of this namespace's pods. */
    double rateOf(String namespace) {
        NamespaceShare share = shares.get(namespace);
        return share == null ? rate() : Math.min(rate(), share.rate());
    }

    int pods() {
        return grants.size();
    }

    /** If each pod calls once in this time, half the configured rate is used. */
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
            List<Key> silent = grants.entrySet().stream()
                    .filter(grant -> grant.getValue().forgetAt().isBefore(now))
                    .map(Map.Entry::getKey)
                    .toList();
            silent.forEach(grants::remove);
            silent.forEach(room::remove);
            shares.keySet().removeIf(namespace -> room.takenBy(namespace) == 0);
            complaints.sweep(now);
            lastSweep = now;
        }
    }
}
