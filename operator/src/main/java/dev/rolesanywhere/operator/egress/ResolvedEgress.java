package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.crds.egress.AWSAccess;

/** The resolved egress, or why it is unusable. */
public sealed interface ResolvedEgress {
    /** @param access includes the proxy's password from its Secret: use only for the issuing answer and for calls */
    record Allowed(AWSAccess access) implements ResolvedEgress {}

    /** @param message says what to correct; contains no password */
    record NotAllowed(String message) implements ResolvedEgress {}
}
