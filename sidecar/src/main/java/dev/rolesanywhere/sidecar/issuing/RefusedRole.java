package dev.rolesanywhere.sidecar.issuing;

/**
 * A role that the issuer does not serve, and why.
 *
 * @param isDefault whether it would be the pod's default
 */
public record RefusedRole(String role, boolean isDefault, String reason, String message) {}
