package dev.rolesanywhere.operator.role;

import dev.rolesanywhere.crds.role.AWSRoleSpec.TrustPolicyScope;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.operator.registration.ArnPlace;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import java.util.Optional;

/** The trust policy in the status of a role. */
final class TrustPolicies {
    private TrustPolicies() {}

    /** Empty without a registration, or if a narrow scope has no ServiceAccount to name. */
    static Optional<TrustPolicy> of(RoleFacts facts) {
        RoleFacts.Anchor anchor = facts.anchor();
        if (anchor == null
                || facts.spec().defect().isPresent()
                || !(facts.choice() instanceof RegistrationChoice.Served served)) {
            return Optional.empty();
        }
        TrustPolicyScope scope = facts.spec().trustPolicyScope() == null
                ? TrustPolicyScope.Role
                : facts.spec().trustPolicyScope();
        External external = anchor.external();
        if ((scope != TrustPolicyScope.Role || external != null)
                && facts.bound().isEmpty()) {
            return Optional.empty();
        }
        if (external != null) {
            return Optional.of(TrustPolicy.ofSpiffeIds(
                    external, anchor.trustDomain(), scope, canonicalArn(served.registration()), facts.bound()));
        }
        return Optional.of(TrustPolicy.of(
                anchor.trustDomain(), facts.name(), scope, canonicalArn(served.registration()), facts.bound()));
    }

    static boolean needsCanonicalArn(Registration registration) {
        return isAlias(registration) && registration.canonicalARN() == null;
    }

    /** If only an alias is known, a placeholder that matches no trust anchor, so the unchanged policy allows no access. */
    private static String canonicalArn(Registration registration) {
        if (!isAlias(registration)) {
            return registration.arn();
        }
        if (registration.canonicalARN() != null) {
            return registration.canonicalARN();
        }
        ArnPlace place = ArnPlace.of(registration.arn());
        return "arn:%s:rolesanywhere:%s:%s:trust-anchor/ID-BEHIND-THE-ALIAS"
                .formatted(place.partition(), place.region(), place.account());
    }

    private static boolean isAlias(Registration registration) {
        return registration.arn().contains(":alias/");
    }
}
