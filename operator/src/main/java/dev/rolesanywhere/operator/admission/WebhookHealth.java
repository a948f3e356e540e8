package dev.rolesanywhere.operator.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of the webhook. A single failed probe does not count, because a rollout may have just stopped the replica.
 *
 * @param failures failed probes since the last successful one
 * @param reportedAt time of the last Event about the outage; absent if there is no outage
 */
record WebhookHealth(int failures, @Nullable Instant reportedAt) {
    static final WebhookHealth GOOD = new WebhookHealth(0, null);
    static final int ENOUGH = 2;
    static final Duration AGAIN = Duration.ofMinutes(10);

    /** The state after a probe, and the Event to write. */
    record Step(WebhookHealth health, Say say) {}

    enum Say {
        NOTHING,
        GONE,
        BACK
    }

    boolean isGone() {
        return failures >= ENOUGH;
    }

    Step after(Optional<String> problem, Instant now) {
        if (problem.isEmpty()) {
            return new Step(GOOD, reportedAt == null ? Say.NOTHING : Say.BACK);
        }
        int more = Math.min(failures + 1, ENOUGH);
        boolean tell = more >= ENOUGH && (reportedAt == null || !now.isBefore(reportedAt.plus(AGAIN)));
        return new Step(new WebhookHealth(more, tell ? now : reportedAt), tell ? Say.GONE : Say.NOTHING);
    }
}
