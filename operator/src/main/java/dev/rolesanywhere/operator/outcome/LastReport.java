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
 * @param neverAskedSince when the pod first said that none of its clients has asked for credentials; absent if it does not say so
 * @param since when the pod came to stand so: a refusal that is repeated does not begin again
 */
public record LastReport(
        PodReference pod,
        @Nullable Outcome outcome,
        @Nullable NotIssued notIssued,
        Instant since,
        @Nullable Instant neverAskedSince) {

    public LastReport(PodReference pod, @Nullable Outcome outcome, @Nullable NotIssued notIssued, Instant since) {
        this(pod, outcome, notIssued, since, null);
    }

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
        return before == null
                ? this
                : new LastReport(
                        pod,
                        outcome,
                        notIssued,
                        before.reason().equals(reason()) ? before.since : since,
                        before.neverAskedSince);
    }

    /** With what the pod says of its clients. */
    LastReport with(@Nullable Instant neverAsked) {
        return new LastReport(pod, outcome, notIssued, since, neverAsked);
    }
}
