package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.pki.certificate.Fingerprint;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What is remembered of each pod that called: how often lately, and with which keys. In this process's memory, so after a change of
 * leader it knows less, never more.
 */
@Singleton
public class CallerLedger {
    private static final Duration LATELY = Duration.ofMinutes(1);

    /** A sidecar that lives asks within the hour. */
    private static final Duration FORGET_AFTER = Duration.ofHours(13);

    private static final int MOST_PODS = 100_000;
    private static final int MOST_REMEMBERED = 64;

    private final Clock clock;

    /** By UID, the pod that has been silent longest first. */
    private final Map<String, Calls> pods = new LinkedHashMap<>();

    private static final class Calls {
        private final Deque<Instant> lately = new ArrayDeque<>();
        private final Map<String, Instant> keys = new HashMap<>();
        private Instant last = Instant.MIN;
    }

    public CallerLedger(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of a request of an authenticated pod. Gives how many there were within a minute, this one included. */
    public synchronized int called(String podUid) {
        Instant now = clock.instant();
        Calls calls = Objects.requireNonNullElseGet(pods.remove(podUid), Calls::new);
        pods.put(podUid, calls);
        while (!calls.lately.isEmpty() && !now.isBefore(calls.lately.element().plus(LATELY))) {
            calls.lately.remove();
        }
        if (calls.lately.size() < MOST_REMEMBERED) {
            calls.lately.add(now);
        }
        calls.last = now;
        forgetTheSilent(now);
        return calls.lately.size();
    }

    /** Takes note of the key that a pod has proven to have. */
    public synchronized void proved(String podUid, PublicKey key) {
        Calls calls = pods.get(podUid);
        if (calls != null && calls.keys.size() < MOST_REMEMBERED) {
            calls.keys.putIfAbsent(Fingerprint.sha256(key), clock.instant());
        }
    }

    /** Whether the pod has ever called. */
    public synchronized boolean knows(String podUid) {
        return pods.containsKey(podUid);
    }

    /** How many different keys it asked with, up to then. */
    public synchronized int keys(String podUid, Instant until) {
        Calls calls = pods.get(podUid);
        return calls == null
                ? 0
                : (int) calls.keys.values().stream()
                        .filter(first -> !first.isAfter(until))
                        .count();
    }

    public synchronized void forget(String podUid) {
        pods.remove(podUid);
    }

    private void forgetTheSilent(Instant now) {
        Iterator<Calls> longestSilentFirst = pods.values().iterator();
        while (longestSilentFirst.hasNext()) {
            Calls calls = longestSilentFirst.next();
            if (pods.size() <= MOST_PODS && now.isBefore(calls.last.plus(FORGET_AFTER))) {
                return;
            }
            longestSilentFirst.remove();
        }
    }
}
