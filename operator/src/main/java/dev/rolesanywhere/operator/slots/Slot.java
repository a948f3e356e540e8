package dev.rolesanywhere.operator.slots;

import java.time.Duration;

/**
 * When to call AWS.
 *
 * @param delay before this call
 * @param renewAfter what should lie between two calls of the pod for the role at least, so that renewals use at most half the rate; zero where
 *     the sidecar's own interval does
 */
public record Slot(Duration delay, Duration renewAfter) {
    public static final Slot AT_ONCE = new Slot(Duration.ZERO, Duration.ZERO);
}
