package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.log.JsonLog;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * What a process has once, whatever pods it works for: time, chance, the log, the way to AWS, and the calls that are under way with
 * their threads.
 */
public record ProcessParts(
        CorrectedClock clock, SecureRandom random, JsonLog log, SessionExchange exchange, Inbox inbox) {
    /** AWS's, as far as it is known. */
    Instant now() {
        return clock.instant();
    }

    /** From 0 (inclusive) to 1 (exclusive). */
    double chance() {
        return random.nextDouble();
    }
}
