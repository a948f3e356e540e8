package dev.rolesanywhere.pki.issuance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a caller, read before the decision.
 *
 * @param pod absent if the token names no pod, or if the API server has no such pod
 * @param liveServiceAccountUid absent if unknown or if the ServiceAccount no longer exists; TokenReview has just
 *     confirmed the account
 * @param requestsInAMinute the pod's requests within the last minute, including this one
 * @param agentsNode the node of the agent that sends the pod's token; absent if the pod sends it
 */
public record IssuanceRequest(
        PresentedToken token,
        @Nullable LivePod pod,
        @Nullable String liveServiceAccountUid,
        int requestsInAMinute,
        Instant now,
        @Nullable String agentsNode) {
    /** From the pod itself. */
    public IssuanceRequest(
            PresentedToken token,
            @Nullable LivePod pod,
            @Nullable String liveServiceAccountUid,
            int requestsInAMinute,
            Instant now) {
        this(token, pod, liveServiceAccountUid, requestsInAMinute, now, null);
    }
}
