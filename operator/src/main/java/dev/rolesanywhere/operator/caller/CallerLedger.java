package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.operator.limits.HeapShare;
import dev.rolesanywhere.operator.limits.SharedRoom;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Remembers each pod that sent requests: how many lately, and with which keys. It is in this process's memory, so a new
 * leader knows less, never more. If the memory is full, the namespace with the largest share loses its pod that was
 * silent longest. Pods of one namespace therefore never displace the keys of another namespace.
 */
@Singleton
public class CallerLedger {
    /** A running sidecar sends a request at least once an hour. */
    private static final Duration FORGET_AFTER = Duration.ofHours(13);

    private final Clock clock;

    /** By UID, the pod that was silent longest first. */
    private final Map<String, RememberedCaller> pods = new LinkedHashMap<>();

    private final SharedRoom<String> room;

    @Inject
    public CallerLedger(Clock clock) {
        this(clock, HeapShare.CALLERS.bytes());
    }

    /** @param bytes of heap for all pods together */
    CallerLedger(Clock clock, long bytes) {
        this.clock = clock;
        this.room = new SharedRoom<>(bytes);
    }

    /**
     * Records a request of an authenticated pod. Returns the number of requests within a minute, including this one.
     */
    public synchronized int called(String namespace, String podUid) {
        Instant now = clock.instant();
        RememberedCaller caller =
                Objects.requireNonNullElseGet(pods.remove(podUid), () -> new RememberedCaller(namespace));
        pods.put(podUid, caller);
        int lately = caller.called(now);
        keepWithinRoom(podUid, caller);
        forgetTheSilent(now);
        return lately;
    }

    /**
     * Records a key that a pod has proven to have.
     *
     * @param restarts of its sidecar, according to the API server
     */
    public synchronized void proved(String podUid, PublicKey key, int restarts) {
        RememberedCaller caller = pods.get(podUid);
        if (caller != null) {
            caller.accepted(KeyDigest.of(key), restarts, clock.instant());
            keepWithinRoom(podUid, caller);
        }
    }

    /**
     * Decides whether a pod may have leaves that cost something for this key, and records the key in each case.
     *
     * @param restarts of its sidecar, according to the API server
     * @return empty if it may; otherwise the time until the next new key
     */
    public synchronized Optional<Duration> admit(String podUid, PublicKey key, int restarts) {
        RememberedCaller caller = pods.get(podUid);
        if (caller == null) {
            return Optional.empty();
        }
        KeyDigest digest = KeyDigest.of(key);
        Instant now = clock.instant();
        Optional<Duration> wait = caller.knows(digest) ? Optional.empty() : caller.waitForNewKey(restarts, now);
        if (wait.isEmpty()) {
            caller.accepted(digest, restarts, now);
        } else {
            caller.refused(digest, restarts, now);
        }
        keepWithinRoom(podUid, caller);
        return wait;
    }

    /** Whether the pod has ever sent a request. */
    public synchronized boolean knows(String podUid) {
        return pods.containsKey(podUid);
    }

    /** When the pod, or the agent of its node, last sent a request. */
    public synchronized Optional<Instant> lastCall(String podUid) {
        return Optional.ofNullable(pods.get(podUid)).map(RememberedCaller::last);
    }

    /** Whether the pod has had leaves for this key. */
    public synchronized boolean knows(String podUid, PublicKey key) {
        RememberedCaller caller = pods.get(podUid);
        return caller != null && caller.knows(KeyDigest.of(key));
    }

    /** Whether the pod has had leaves for any key. */
    public synchronized boolean knowsAKeyOf(String podUid) {
        RememberedCaller caller = pods.get(podUid);
        return caller != null && caller.hasKeys();
    }

    /** The number of different keys that the pod used until then. */
    public synchronized int keys(String podUid, Instant until) {
        RememberedCaller caller = pods.get(podUid);
        return caller == null ? 0 : caller.keys(until);
    }

    /**
     * How many keys the starts of the sidecar explain: the first key that this process observed, and one for each
     * restart since.
     *
     * @param restarts of its sidecar, according to the API server
     */
    public synchronized int explainedKeys(String podUid, int restarts) {
        RememberedCaller caller = pods.get(podUid);
        return caller == null ? 1 + restarts : caller.explainedKeys(restarts);
    }

    public synchronized void forget(String podUid) {
        pods.remove(podUid);
        room.remove(podUid);
    }

    synchronized int size() {
        return pods.size();
    }

    private void keepWithinRoom(String podUid, RememberedCaller caller) {
        room.put(caller.namespace(), podUid, caller.bytes()).forEach(pods::remove);
    }

    private void forgetTheSilent(Instant now) {
        Iterator<Map.Entry<String, RememberedCaller>> longestSilentFirst =
                pods.entrySet().iterator();
        while (longestSilentFirst.hasNext()) {
            Map.Entry<String, RememberedCaller> oldest = longestSilentFirst.next();
            if (now.isBefore(oldest.getValue().last().plus(FORGET_AFTER))) {
                return;
            }
            longestSilentFirst.remove();
            room.remove(oldest.getKey());
        }
    }
}
