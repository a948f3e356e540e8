package dev.rolesanywhere.operator.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the webhook. One failed probe says nothing: while a rollout replaces a replica one may meet the old one.
 *
 * @param failures probes that failed since the last good one
 * @param reportedAt when people were last told that it is away; absent while it is not known to be
 */
record WebhookHealth(int failures, @Nullable Instant reportedAt) {
    static final WebhookHealth GOOD = new WebhookHealth(0, null);
    static final int ENOUGH = 2;
    static final Duration AGAIN = Duration.ofMinutes(10);

    /** What a probe makes of it, and what people are to hear. */
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
