package dev.rolesanywhere.operator.role;

import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import java.time.Duration;
import java.util.Locale;

/**
 * How long pods have credentials while STS is unavailable: the remaining lifetime of a target role's session when the
 * next session is due. A longer first session does not change it, because AWS limits chained roles to an hour.
 */
record TargetStability(Duration session, Duration left) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** The sidecar renews after a sixth of the session's life at the latest. */
    private static final int RENEWALS_PER_LIFE = 6;

    static TargetStability of(TargetRole target) {
        Duration session = target.sessionDuration() == null ? LONGEST : WrittenDuration.parse(target.sessionDuration());
        return new TargetStability(session, session.minus(session.dividedBy(RENEWALS_PER_LIFE)));
    }

    /** In Kubernetes' form: {@code 50m}. */
    String written() {
        return written(left);
    }

    /** A sentence for the condition Ready. */
    String sentence() {
        return " Pods get sessions of the target role, which last %s, because AWS limits chained roles to 1h. Pods notice an outage of STS after %s."
                .formatted(written(session), written());
    }

    private static String written(Duration duration) {
        String text = duration.toString().substring(2).toLowerCase(Locale.ROOT);
        return text.isEmpty() ? "0s" : text;
    }
}
