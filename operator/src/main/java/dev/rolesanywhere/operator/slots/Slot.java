package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.util.Optional;

/**
 * When to call AWS.
 *
 * @param delay before this call
 * @param renewAfter minimum time between two calls of the pod for the role, so that renewals use at most half the rate; zero if the
 * sidecar's own interval suffices
 */
public record Slot(Duration delay, Duration renewAfter) {
    public static final Slot AT_ONCE = new Slot(Duration.ZERO, Duration.ZERO);

    /** The certificate must stay valid well beyond the slot; the shortest certificate has 15 minutes. */
    static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    /** When to retry instead, for the certificate and the same slot; empty if the slot is near enough. */
    public Optional<Duration> comeBackAfter() {
        return delay.compareTo(LONGEST_DELAY) <= 0
                ? Optional.empty()
                : Optional.of(delay.minus(LONGEST_DELAY.dividedBy(2)));
    }
}
