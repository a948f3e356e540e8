package dev.rolesanywhere.webhook.limits;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A rate limit per key: a burst at once, then one per interval.
 *
 * <p>A key is forgotten once its burst is whole again. At the maximum number of keys, the oldest key is forgotten, so memory is bounded.
 */
public final class RateLimit {
    private final InstantSource clock;
    private final int burst;
    private final long intervalMillis;
    private final int remembered;
    /** When the burst of a key is complete again, in milliseconds. The key that was longest unused is first. */
    private final LinkedHashMap<String, Long> whole = new LinkedHashMap<>(16, 0.75f, true);

    /** @param remembered maximum number of remembered keys */
    public RateLimit(InstantSource clock, int burst, Duration interval, int remembered) {
        this.clock = clock;
        this.burst = burst;
        this.intervalMillis = interval.toMillis();
        this.remembered = remembered;
    }

    public synchronized boolean allows(String key) {
        long now = clock.millis();
        forgetThePast(now);
        long next = Math.max(whole.getOrDefault(key, now), now) + intervalMillis;
        if (next - now > burst * intervalMillis) {
            return false;
        }
        whole.put(key, next);
        if (whole.size() > remembered) {
            whole.pollFirstEntry();
        }
        return true;
    }

    /** Checks only the oldest keys: each call removes at least as many as it adds. */
    private void forgetThePast(long now) {
        for (int count = 0; count < 2; count++) {
            Map.Entry<String, Long> oldest = whole.firstEntry();
            if (oldest == null || oldest.getValue() > now) {
                return;
            }
            whole.pollFirstEntry();
        }
    }

    synchronized int size() {
        return whole.size();
    }
}
