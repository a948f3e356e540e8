package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last report of one pod and role.
 *
 * @param outcome what AWS answered last, as the pod reports; absent before
 * @param notIssued why the issuer itself refused; absent if it did not
 * @param since when this state began: a refusal that is repeated does not begin again
 * @param ended whether the session that it reports has ended, so that it counts no more
 * @param queuedUntil when its turn to call AWS comes, where the issuer has put it into the queue; absent if it has not
 * @param neverAskedSince when the pod first reported that none of its clients has asked for credentials; absent if it does not report so
 */
public record LastReport(
        PodReference pod,
        @Nullable Outcome outcome,
        @Nullable NotIssued notIssued,
        Instant since,
        boolean ended,
        @Nullable Instant queuedUntil,
        @Nullable Instant neverAskedSince) {

    public LastReport(
            PodReference pod, @Nullable Outcome outcome, @Nullable NotIssued notIssued, Instant since, boolean ended) {
        this(pod, outcome, notIssued, since, ended, null, null);
    }

    /**
     * A refusal of the issuer itself.
     *
     * @param message a sentence of our own, without anybody else's words: it goes into a status
     */
    public record NotIssued(IssuingReason reason, String message) {}

    /** AWS answered. */
    public static LastReport of(Outcome outcome) {
        return new LastReport(outcome.pod(), outcome, null, outcome.at(), false);
    }

    /** Whether its session has not expired. */
    boolean inSession(Instant now) {
        return outcome != null
                && outcome.accepted()
                && outcome.expiration() != null
                && now.isBefore(outcome.expiration());
    }

    /** When the pod was heard last, as far as it is known. */
    public Instant heardAt() {
        return outcome != null && outcome.at().isAfter(since) ? outcome.at() : since;
    }

    private String reason() {
        if (notIssued != null) {
            return notIssued.reason().name();
        }
        return outcome == null
                ? queuedUntil == null ? "" : "Queued"
                : outcome.reason().name();
    }

    LastReport asEnded() {
        return new LastReport(pod, outcome, notIssued, since, true, queuedUntil, neverAskedSince);
    }

    /** This, as it follows on the report before. */
    LastReport after(@Nullable LastReport before) {
        return before == null
                ? this
                : new LastReport(
                        pod,
                        outcome,
                        notIssued,
                        before.reason().equals(reason()) ? before.since : since,
                        ended,
                        queuedUntil,
                        before.neverAskedSince);
    }

    /** With what the pod reports of its clients. */
    LastReport with(@Nullable Instant neverAsked) {
        return new LastReport(pod, outcome, notIssued, since, ended, queuedUntil, neverAsked);
    }
}
