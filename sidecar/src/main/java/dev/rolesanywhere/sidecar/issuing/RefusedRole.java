package dev.rolesanywhere.sidecar.issuing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A role that the issuer does not serve, and why.
 *
 * @param isDefault whether it would be the pod's default
 * @param retryAfter when it will be, if it only has to wait for its turn; null otherwise
 */
public record RefusedRole(
        String role,
        boolean isDefault,
        String reason,
        String message,
        @Nullable Duration retryAfter) {}
