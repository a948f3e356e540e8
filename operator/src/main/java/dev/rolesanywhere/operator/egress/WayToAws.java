package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.crds.egress.AWSAccess;

/** How AWS is reached, or why it is not. */
public sealed interface WayToAws {
    /** @param access with the proxy that its Secret held, whose password is in it: for the issuing answer and for calls, nothing else */
    record Open(AWSAccess access) implements WayToAws {}

    /** @param message says what to write instead; holds no password */
    record Refused(String message) implements WayToAws {}
}
