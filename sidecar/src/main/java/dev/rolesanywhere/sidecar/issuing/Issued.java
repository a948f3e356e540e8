package dev.rolesanywhere.sidecar.issuing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An issuing answer. */
public record Issued(
        List<IssuedRole> roles,
        List<RefusedRole> refused,
        @Nullable String issuerBundle) {
    /** A bound role that is not served now, and why. */
    public record RefusedRole(String role, String reason, String message) {}
}
