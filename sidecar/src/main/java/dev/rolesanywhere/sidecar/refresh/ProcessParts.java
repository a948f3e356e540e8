package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.log.JsonLog;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The parts that a process has once for all pods: time, randomness, the log, the connection to AWS, and the calls in
 * progress with their threads.
 */
public record ProcessParts(
        CorrectedClock clock, SecureRandom random, JsonLog log, SessionExchange exchange, Inbox inbox) {
    /** AWS's time, as far as it is known. */
    Instant now() {
        return clock.instant();
    }

    /** From 0 (inclusive) to 1 (exclusive). */
    double chance() {
        return random.nextDouble();
    }
}
