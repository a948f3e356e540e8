package dev.rolesanywhere.operator.limits;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket for each key, such as an address. The number of keys is bounded; the longest unused key is removed first and then has
 * its full burst again.
 */
public final class Allowances {
    private static final int MOST_KEYS = 10_000;
    private static final double NANOS = 1e9;

    private final double burst;
    private final double perSecond;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_KEYS;
        }
    };

    private record Bucket(double left, Instant at) {}

    /**
     * @param burst burst size
     * @param perMinute tokens added per minute
     */
    public Allowances(int burst, double perMinute, Clock clock) {
        this.burst = burst;
        this.perSecond = perMinute / 60;
        this.clock = clock;
    }

    /** Takes a token, if available. */
    public synchronized boolean take(String key) {
        Instant now = clock.instant();
        double left = left(buckets.get(key), now);
        boolean has = left >= 1;
        buckets.put(key, new Bucket(has ? left - 1 : left, now));
        return has;
    }

    /** Returns a token. */
    public synchronized void giveBack(String key) {
        Instant now = clock.instant();
        buckets.put(key, new Bucket(Math.min(burst, left(buckets.get(key), now) + 1), now));
    }

    private double left(@Nullable Bucket bucket, Instant now) {
        if (bucket == null) {
            return burst;
        }
        // A clock that was set back has no effect.
        double seconds = Math.max(0, Duration.between(bucket.at(), now).toNanos() / NANOS);
        return Math.min(burst, bucket.left() + seconds * perSecond);
    }
}
