package dev.rolesanywhere.pki.issuance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a caller, gathered before anything is decided.
 *
 * @param pod absent if the token names none, or the API server has none of that name
 * @param liveServiceAccountUid absent if unknown or if the ServiceAccount no longer exists; TokenReview has just confirmed the account
 * @param requestsInAMinute how many this pod has made within the last minute, this one included
 * @param agentsNode the node of the agent that sends the pod's token; absent where the pod sends it
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
