package dev.rolesanywhere.webhook.binding;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** At most one question per key and interval, so that a storm of pods nobody bound costs the API server next to nothing. */
final class RefreshLimit {
    private final Clock clock;
    private final Duration interval;
    private final Map<String, Instant> asked = new ConcurrentHashMap<>();

    RefreshLimit(Clock clock, Duration interval) {
        this.clock = clock;
        this.interval = interval;
    }

    boolean mayAsk(String key) {
        Instant now = clock.instant();
        AtomicBoolean allowed = new AtomicBoolean();
        asked.compute(key, (ignored, last) -> {
            boolean due = last == null || !now.isBefore(last.plus(interval));
            allowed.set(due);
            return due || last == null ? now : last;
        });
        return allowed.get();
    }
}
