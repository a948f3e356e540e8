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
 * What is remembered of each pod that called: how often lately, and with which keys. In this process's memory, so after a change of
 * leader it knows less, never more. Where the memory is full, the namespace that takes the most of it loses its pod that was silent
 * longest: pods of one namespace never make the keys of another's be forgotten.
 */
@Singleton
public class CallerLedger {
    /** A sidecar that lives asks within the hour. */
    private static final Duration FORGET_AFTER = Duration.ofHours(13);

    private final Clock clock;

    /** By UID, the pod that has been silent longest first. */
    private final Map<String, RememberedCaller> pods = new LinkedHashMap<>();

    private final SharedRoom<String> room;

    @Inject
    public CallerLedger(Clock clock) {
        this(clock, HeapShare.CALLERS.bytes());
    }

    /** @param bytes of heap that all pods together may take */
    CallerLedger(Clock clock, long bytes) {
        this.clock = clock;
        this.room = new SharedRoom<>(bytes);
    }

    /** Takes note of a request of an authenticated pod. Gives how many there were within a minute, this one included. */
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
     * Takes note of the key that a pod has proven to have.
     *
     * @param restarts of its sidecar, as the API server says now
     */
    public synchronized void proved(String podUid, PublicKey key, int restarts) {
        RememberedCaller caller = pods.get(podUid);
        if (caller != null) {
            caller.accepted(KeyDigest.of(key), restarts, clock.instant());
            keepWithinRoom(podUid, caller);
        }
    }

    /**
     * Decides whether a pod may have leaves that cost something for this key, and takes note of the key either way.
     *
     * @param restarts of its sidecar, as the API server says now
     * @return empty if it may; else how long until the next new key
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

    /** Whether the pod has ever called. */
    public synchronized boolean knows(String podUid) {
        return pods.containsKey(podUid);
    }

    /** When the pod called last, or the agent of its node for it. */
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

    /** How many different keys it asked with, up to then. */
    public synchronized int keys(String podUid, Instant until) {
        RememberedCaller caller = pods.get(podUid);
        return caller == null ? 0 : caller.keys(until);
    }

    /**
     * How many keys the starts of its sidecar explain: the first that this process has seen, and one for each restart since.
     *
     * @param restarts of its sidecar, as the API server says now
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
