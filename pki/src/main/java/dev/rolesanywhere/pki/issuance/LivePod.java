package dev.rolesanywhere.pki.issuance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The pod as the API server has it now, not as a cache had it.
 *
 * @param phase {@code status.phase}: Pending, Running, Succeeded, Failed, Unknown
 * @param deletionTimestamp when its grace period ends; absent unless it is being deleted
 */
public record LivePod(
        String uid,
        String serviceAccountName,
        String phase,
        @Nullable Instant deletionTimestamp) {}
