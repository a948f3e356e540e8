package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last report of one pod and role.
 *
 * @param outcome AWS's last answer, as the pod reports it; absent before the first
 * @param notIssued why the issuer rejected the request; absent if it did not
 * @param since start of this state; a repeated refusal keeps its start
 * @param ended whether the reported session has expired
 * @param queuedUntil when the pod may call AWS, if the issuer has queued it; else absent
 * @param neverAskedSince when the pod first reported that no client has requested credentials; else absent
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
     * A rejection by the issuer.
     *
     * @param message our own sentence without external text, because it is written to a status
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

    /** The time of the pod's last report, if known. */
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

    /** This report, merged with the previous one. */
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

    /** With the pod's report about its clients. */
    LastReport with(@Nullable Instant neverAsked) {
        return new LastReport(pod, outcome, notIssued, since, ended, queuedUntil, neverAsked);
    }
}
