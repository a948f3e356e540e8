package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;

/** The next step in AWS: one call, or nothing. */
sealed interface RegistrationStep {
    record CreateAnchor() implements RegistrationStep {}

    record UpdateAnchor(String id) implements RegistrationStep {}

    record PutNotices(String id) implements RegistrationStep {}

    record CreateProfile() implements RegistrationStep {}

    record UpdateProfile(String id) implements RegistrationStep {}

    record MapAttributes(String id) implements RegistrationStep {}

    record DeleteProfile(String id) implements RegistrationStep {}

    record DeleteAnchor(String id) implements RegistrationStep {}

    /** No further call; the reason is one of the condition {@code Managed}. */
    record Rest(Reason reason, String message) implements RegistrationStep {}
}
