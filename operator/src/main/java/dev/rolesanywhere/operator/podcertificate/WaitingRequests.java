package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.operator.limits.SharedRoom;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests without an answer, and the time of each one's next check. Bounded: the namespace with the most requests
 * loses its oldest, for which the kubelet writes a new request later.
 */
final class WaitingRequests {
    private static final int MOST = 10_000;

    /** Requests of one namespace in one round, so that a flood in one namespace does not delay others. */
    private static final int OF_A_NAMESPACE = 8;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final int MOST_DOUBLINGS = 5;
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Map<Key, Waiting> requests = new LinkedHashMap<>();
    private final SharedRoom<Key> room;

    WaitingRequests() {
        this(MOST);
    }

    WaitingRequests(int most) {
        this.room = new SharedRoom<>(most);
    }

    /** Namespace and name of a request. */
    record Key(String namespace, String name) {
        /** @param key {@code namespace/name} */
        static Key of(String key) {
            int slash = key.indexOf('/');
            return new Key(key.substring(0, slash), key.substring(slash + 1));
        }
    }

    /** @param reason why it waits; absent before its first check */
    private record Waiting(Instant due, int looks, @Nullable IssuingReason reason) {}

    /** Adds a request that is new or may be new. */
    synchronized void add(Key key, Instant now) {
        if (requests.putIfAbsent(key, new Waiting(now, 0, null)) == null) {
            room.put(key.namespace(), key, 1).forEach(requests::remove);
        }
    }

    synchronized void remove(Key key) {
        requests.remove(key);
        room.remove(key);
    }

    /**
     * Keeps a request for later.
     *
     * @param after the pause; if absent, twice the previous one
     * @return whether the reason has changed
     */
    synchronized boolean later(Key key, IssuingReason reason, @Nullable Duration after, Instant now) {
        Waiting before = requests.get(key);
        if (before == null) {
            return false;
        }
        Duration pause = after == null ? pause(before.looks()) : after;
        requests.put(key, new Waiting(now.plus(pause), before.looks() + 1, reason));
        return before.reason() != reason;
    }

    /** The requests to check now, the oldest first. */
    synchronized List<Key> due(int most, Instant now) {
        List<Key> due = new ArrayList<>();
        Map<String, Integer> taken = new HashMap<>();
        for (Map.Entry<Key, Waiting> request : requests.entrySet()) {
            if (due.size() < most
                    && !request.getValue().due().isAfter(now)
                    && taken.merge(request.getKey().namespace(), 1, Integer::sum) <= OF_A_NAMESPACE) {
                due.add(request.getKey());
            }
        }
        return due;
    }

    /** The number of waiting requests by reason, without requests before their first check. */
    synchronized Map<IssuingReason, Integer> byReason() {
        Map<IssuingReason, Integer> count = new EnumMap<>(IssuingReason.class);
        requests.values().forEach(waiting -> {
            if (waiting.reason() != null) {
                count.merge(waiting.reason(), 1, Integer::sum);
            }
        });
        return count;
    }

    synchronized int size() {
        return requests.size();
    }

    private static Duration pause(int looks) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(looks, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
