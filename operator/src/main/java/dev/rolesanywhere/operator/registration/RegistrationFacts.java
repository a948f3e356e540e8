package dev.rolesanywhere.operator.registration;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The desired and the observed state.
 *
 * @param present false if it must be deleted
 * @param applied digest of the last applied state; absent if none
 * @param reapply whether a user requested to correct all differences
 */
record RegistrationFacts(
        DesiredRegistration wish,
        boolean present,
        Optional<ObservedAnchor> anchor,
        Optional<ObservedProfile> profile,
        @Nullable String applied,
        boolean reapply) {

    /** Whether a difference comes from a new desired state; otherwise it was made outside the operator. */
    boolean mayWrite() {
        return reapply || !wish.digest().equals(applied);
    }
}
