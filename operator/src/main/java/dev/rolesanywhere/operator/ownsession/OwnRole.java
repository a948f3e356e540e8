package dev.rolesanywhere.operator.ownsession;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.registration.RegistrationChoice;

/** The check of the AWSRole that the operator uses for itself. */
sealed interface OwnRole {
    record Usable(AWSTrustAnchor anchor, AWSRole role, RegistrationChoice.Served served) implements OwnRole {}

    /** {@code message} says what to correct. */
    record Unusable(String message) implements OwnRole {}
}
