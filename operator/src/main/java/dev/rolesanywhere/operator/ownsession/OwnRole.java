package dev.rolesanywhere.operator.ownsession;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.registration.RegistrationChoice;

/** What is to be made of the AWSRole that the operator was told to use itself. */
sealed interface OwnRole {
    record Usable(AWSTrustAnchor anchor, AWSRole role, RegistrationChoice.Served served) implements OwnRole {}

    /** {@code message} says what to write instead. */
    record Unusable(String message) implements OwnRole {}
}
