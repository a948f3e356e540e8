package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.webhook.limits.RateLimit;
import java.time.Duration;
import java.time.InstantSource;

/**
 * At most ten requests per namespace and second, so that many pods without a binding cost the API server little. A
 * limit of one per second was too low: if two pods came within one second, the second pod missed a binding that was
 * created between them. All namespaces together have a limit too. Namespaces that are missing in the caches may be
 * invented and have a separate limit.
 */
final class RefreshLimit {
    private static final int NAMESPACES = 1_000;
    private static final int NAMESPACE_PER_SECOND = 10;
    private static final int KNOWN_PER_SECOND = 100;
    private static final int UNKNOWN_PER_SECOND = 20;

    private final RateLimit byNamespace;
    private final RateLimit ofKnown;
    private final RateLimit ofUnknown;

    RefreshLimit(InstantSource clock) {
        this.byNamespace = new RateLimit(
                clock, NAMESPACE_PER_SECOND, Duration.ofSeconds(1).dividedBy(NAMESPACE_PER_SECOND), NAMESPACES);
        this.ofKnown = perSecond(clock, KNOWN_PER_SECOND);
        this.ofUnknown = perSecond(clock, UNKNOWN_PER_SECOND);
    }

    private static RateLimit perSecond(InstantSource clock, int count) {
        return new RateLimit(clock, count, Duration.ofSeconds(1).dividedBy(count), 1);
    }

    /** @param known whether the caches have seen the namespace */
    boolean mayAsk(String namespace, boolean known) {
        return byNamespace.allows(namespace) && (known ? ofKnown : ofUnknown).allows("");
    }
}
