package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.crds.egress.AWSAccess;

/** How AWS is reached, or why it is not. */
public sealed interface ResolvedEgress {
    /** @param access with the proxy that its Secret held, whose password is in it: for the issuing answer and for calls, nothing else */
    record Allowed(AWSAccess access) implements ResolvedEgress {}

    /** @param message says what to write instead; holds no password */
    record NotAllowed(String message) implements ResolvedEgress {}
}
