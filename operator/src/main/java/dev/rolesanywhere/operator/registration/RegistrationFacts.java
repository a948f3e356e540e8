package dev.rolesanywhere.operator.registration;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wished for and what is there.
 *
 * @param present false where it is to be deleted
 * @param applied digest of the wish that was fulfilled last; absent if none ever was
 * @param reapply whether a person wants differences put right, whoever made them
 */
record RegistrationFacts(
        DesiredRegistration wish,
        boolean present,
        Optional<ObservedAnchor> anchor,
        Optional<ObservedProfile> profile,
        @Nullable String applied,
        boolean reapply) {

    /** Whether a difference is our own work to do; else somebody else made it. */
    boolean mayWrite() {
        return reapply || !wish.digest().equals(applied);
    }
}
