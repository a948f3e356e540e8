package dev.rolesanywhere.operator.caller;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How many new keys a pod may use if each costs money or an object: one for each start of its sidecar, and three more
 * per hour, because the kubelet reports a restart some time after the new sidecar's first request.
 */
final class KeyBudget {
    static final int BEYOND = 3;
    private static final Duration HOUR = Duration.ofHours(1);

    private KeyBudget() {}

    /**
     * Empty if a new key is within the budget; otherwise the time until the next new key.
     *
     * @param firstUses of the accepted keys that are remembered, in order of time
     * @param accepted how many keys were accepted in all
     * @param explained how many keys the starts of the sidecar explain
     */
    static Optional<Duration> waitForNewKey(List<Instant> firstUses, int accepted, int explained, Instant now) {
        int unexplained = Math.min(Math.max(0, accepted - explained), firstUses.size());
        List<Instant> lately = firstUses.subList(firstUses.size() - unexplained, firstUses.size()).stream()
                .filter(first -> first.plus(HOUR).isAfter(now))
                .toList();
        return lately.size() < BEYOND
                ? Optional.empty()
                : Optional.of(
                        Duration.between(now, lately.get(lately.size() - BEYOND).plus(HOUR)));
    }
}
