package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.operator.outcome.Hearsay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an AWSTrustAnchor before its status is decided.
 *
 * @param heard of all its roles
 * @param before the status as it stands
 */
record TrustAnchorFacts(
        String name,
        List<Registration> registrations,
        AuthorityState authority,
        int roles,
        Hearsay heard,
        @Nullable AWSTrustAnchorStatus before) {}
