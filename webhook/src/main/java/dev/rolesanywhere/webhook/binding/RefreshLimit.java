package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.webhook.limits.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * At most ten requests per namespace and second, so that many pods without a binding cost the API server little. A
 * limit of one per second was too low: if two pods came within one second, the second pod missed a binding that was
 * created between them. All namespaces together have a limit too. Namespaces that are missing in the caches may be
 * invented and have a separate limit.
 *
 * <p>Up to the limit of a namespace, each review waits for its own request. Above it, most reviews use the cache
 * anyway, and ten waiting reviews of 200 a second would be slow. So in such a flow no review waits, and the requests run
 * beside the reviews. If an answer differs from the cache, reviews wait for their requests again, until an answer is the
 * same.
 */
final class RefreshLimit {
    static final int NAMESPACES = 1_000;
    private static final int NAMESPACE_PER_SECOND = 10;
    private static final int KNOWN_PER_SECOND = 100;
    private static final int UNKNOWN_PER_SECOND = 20;
    private static final Duration FLOW = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final RateLimit byNamespace;
    private final RateLimit ofKnown;
    private final RateLimit ofUnknown;

    /** Namespaces with a flow of pods. */
    private final Map<String, Flow> flows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Flow> eldest) {
            return size() > NAMESPACES;
        }
    };

    /** How a review reads its namespace's bindings from the API server. */
    enum Read {
        /** The review waits for the answer. */
        BEFORE_ANSWER,
        /** The review uses the cache, and the answer shows whether later reviews can. */
        BESIDE,
        NONE
    }

    /** @param isCacheBehind whether the cache differed from the last answer */
    private record Flow(Instant until, boolean isCacheBehind) {}

    RefreshLimit(InstantSource clock) {
        this.clock = clock;
        this.byNamespace = new RateLimit(
                clock, NAMESPACE_PER_SECOND, Duration.ofSeconds(1).dividedBy(NAMESPACE_PER_SECOND), NAMESPACES);
        this.ofKnown = perSecond(clock, KNOWN_PER_SECOND);
        this.ofUnknown = perSecond(clock, UNKNOWN_PER_SECOND);
    }

    private static RateLimit perSecond(InstantSource clock, int count) {
        return new RateLimit(clock, count, Duration.ofSeconds(1).dividedBy(count), 1);
    }

    /** @param known whether the caches have seen the namespace */
    synchronized Read next(String namespace, boolean known) {
        if (!byNamespace.allows(namespace)) {
            if (known) {
                flows.put(namespace, new Flow(clock.instant().plus(FLOW), isCacheBehind(flows.get(namespace))));
            }
            return Read.NONE;
        }
        if (!(known ? ofKnown : ofUnknown).allows("")) {
            return Read.NONE;
        }
        Optional<Flow> flow = Optional.ofNullable(flows.get(namespace))
                .filter(it -> clock.instant().isBefore(it.until()));
        return known && flow.filter(it -> !it.isCacheBehind()).isPresent() ? Read.BESIDE : Read.BEFORE_ANSWER;
    }

    /** @param current whether the cache was the same as the API server's answer */
    synchronized void saw(String namespace, boolean current) {
        flows.computeIfPresent(namespace, (name, flow) -> new Flow(flow.until(), !current));
    }

    synchronized int flows() {
        return flows.size();
    }

    private static boolean isCacheBehind(@Nullable Flow flow) {
        return flow != null && flow.isCacheBehind();
    }
}
