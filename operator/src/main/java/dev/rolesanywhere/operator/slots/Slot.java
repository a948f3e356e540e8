package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.util.Optional;

/**
 * When to call AWS.
 *
 * @param delay before this call
 * @param renewAfter what should lie between two calls of the pod for the role at least, so that renewals use at most half the rate; zero where
 *     the sidecar's own interval does
 */
public record Slot(Duration delay, Duration renewAfter) {
    public static final Slot AT_ONCE = new Slot(Duration.ZERO, Duration.ZERO);

    /** The certificate that comes with the slot must outlive it by far: one of 15 minutes is the shortest. */
    static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    /** When to ask again instead, for the certificate and the same slot; empty where the slot is near enough. */
    public Optional<Duration> comeBackAfter() {
        return delay.compareTo(LONGEST_DELAY) <= 0
                ? Optional.empty()
                : Optional.of(delay.minus(LONGEST_DELAY.dividedBy(2)));
    }
}
