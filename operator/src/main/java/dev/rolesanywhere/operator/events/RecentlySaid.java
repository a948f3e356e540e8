package dev.rolesanywhere.operator.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What was said in the last ten minutes, so that nothing is repeated; bounded, whatever is thrown at it. */
final class RecentlySaid {
    static final Duration QUIET = Duration.ofMinutes(10);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Instant> until = new HashMap<>();

    RecentlySaid(Clock clock) {
        this.clock = clock;
    }

    /** Whether it is new, in which case it counts as said from now on. */
    synchronized boolean isNew(String about, String reason) {
        Instant now = clock.instant();
        String key = about + "/" + reason;
        Instant quietUntil = until.get(key);
        if (quietUntil != null && now.isBefore(quietUntil)) {
            return false;
        }
        if (until.size() >= MOST) {
            until.values().removeIf(time -> !now.isBefore(time));
        }
        if (until.size() >= MOST) {
            return false;
        }
        until.put(key, now.plus(QUIET));
        return true;
    }
}
