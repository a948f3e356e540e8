package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.webhook.limits.RateLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the reads of bindings by namespace, so that many pods cost the API server little. A limit of one per second
 * was too low: if two pods came within one second, the second pod missed a binding that was created between them. So
 * ten reviews at once wait for their reads. In a flow of pods, one review per second waits, and nine more reads run
 * beside the reviews: with ten waiting reviews of 200, they would be the p99. All namespaces together have a limit too.
 * Namespaces that are missing in the caches may be invented and have a separate limit.
 */
final class RefreshLimit {
    private static final int NAMESPACES = 1_000;
    private static final int AT_ONCE = 10;
    private static final Duration BETWEEN_WAITING = Duration.ofSeconds(1);
    private static final Duration BETWEEN_BESIDE = Duration.ofMillis(100);
    private static final int KNOWN_PER_SECOND = 100;
    private static final int UNKNOWN_PER_SECOND = 20;

    private final RateLimit waiting;
    private final RateLimit beside;
    private final RateLimit ofKnown;
    private final RateLimit ofUnknown;

    /** Namespaces whose cache differed from the last answer. */
    private final Set<String> doubted = ConcurrentHashMap.newKeySet();

    /** How a review reads its namespace's bindings from the API server. */
    enum Read {
        /** The review waits for the answer. */
        BEFORE_ANSWER,
        /** The review uses the cache, and the answer shows whether later reviews can. */
        BESIDE,
        NONE
    }

    RefreshLimit(InstantSource clock) {
        this.waiting = new RateLimit(clock, AT_ONCE, BETWEEN_WAITING, NAMESPACES);
        this.beside = new RateLimit(clock, 1, BETWEEN_BESIDE, NAMESPACES);
        this.ofKnown = perSecond(clock, KNOWN_PER_SECOND);
        this.ofUnknown = perSecond(clock, UNKNOWN_PER_SECOND);
    }

    private static RateLimit perSecond(InstantSource clock, int count) {
        return new RateLimit(clock, count, Duration.ofSeconds(1).dividedBy(count), 1);
    }

    /** @param known whether the caches have seen the namespace */
    Read next(String namespace, boolean known) {
        boolean waits = waiting.allows(namespace);
        boolean reads = waits || (known && beside.allows(namespace));
        if (!reads || !(known ? ofKnown : ofUnknown).allows("")) {
            return Read.NONE;
        }
        return waits || doubted.contains(namespace) ? Read.BEFORE_ANSWER : Read.BESIDE;
    }

    /** @param current whether the cache was the same as the API server's answer; if not, the next review that reads waits */
    void saw(String namespace, boolean current) {
        if (current) {
            doubted.remove(namespace);
        } else {
            doubted.add(namespace);
        }
    }
}
