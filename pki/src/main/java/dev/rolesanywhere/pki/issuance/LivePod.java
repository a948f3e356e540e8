package dev.rolesanywhere.pki.issuance;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pod as read from the API server, not from a cache.
 *
 * @param phase {@code status.phase}: Pending, Running, Succeeded, Failed, Unknown
 * @param deletionTimestamp the end of its grace period; absent unless it is being deleted
 * @param node of the pod; absent until it is scheduled, and if no decision needs it
 */
public record LivePod(
        String uid,
        String serviceAccountName,
        String phase,
        @Nullable Instant deletionTimestamp,
        @Nullable String node) {
    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

    /** A pod whose node does not matter. */
    public LivePod(String uid, String serviceAccountName, String phase, @Nullable Instant deletionTimestamp) {
        this(uid, serviceAccountName, phase, deletionTimestamp, null);
    }

    /** Whether its containers have ended for good. */
    public boolean hasFinished() {
        return FINISHED.contains(phase);
    }

    /** Whether its containers were started. */
    public boolean isRunning() {
        return phase.equals("Running");
    }
}
