package dev.rolesanywhere.sidecar.issuing;

/** A role that the issuer does not serve, and why. */
public record RefusedRole(String role, String reason, String message) {}
