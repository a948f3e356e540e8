package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes.NotIssued;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last that was heard of one pod and role.
 *
 * @param outcome what AWS said last, as the pod tells; absent before
 * @param notIssued why the issuer itself said no; absent if it did not
 * @param since when the pod came to stand so: a refusal that is repeated does not begin again
 */
public record LastReport(
        PodReference pod,
        @Nullable Outcome outcome,
        @Nullable NotIssued notIssued,
        Instant since) {

    /** Whether it has a session that lasts. */
    boolean inSession(Instant now) {
        return outcome != null
                && outcome.accepted()
                && outcome.expiration() != null
                && now.isBefore(outcome.expiration());
    }

    private String reason() {
        if (notIssued != null) {
            return notIssued.reason().name();
        }
        return outcome == null ? "" : outcome.reason().name();
    }

    /** This, as it follows on what was heard before. */
    LastReport after(@Nullable LastReport before) {
        return before != null && before.reason().equals(reason())
                ? new LastReport(pod, outcome, notIssued, before.since)
                : this;
    }
}
