package dev.rolesanywhere.sidecar.issuing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A role that the issuer does not serve, and why.
 *
 * @param isDefault whether it would be the pod's default
 * @param retryAfter set where it is served, and only its turn is not near yet: when to ask again
 */
public record RefusedRole(
        String role,
        boolean isDefault,
        String reason,
        String message,
        @Nullable Duration retryAfter) {}
