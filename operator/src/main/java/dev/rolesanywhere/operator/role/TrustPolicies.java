package dev.rolesanywhere.operator.role;

import dev.rolesanywhere.crds.role.AWSRoleSpec.TrustPolicyScope;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.crds.role.TargetRoleStatus;
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
        TrustPolicyScope scope = scope(facts);
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

    /**
     * The permissions of the first role for the target role; empty without a target role. Unlike the first role's trust
     * policy, it names no registration.
     */
    static Optional<TargetRoleStatus> ofTarget(RoleFacts facts) {
        TargetRole target = facts.spec().targetRole();
        return target == null || facts.spec().defect().isPresent()
                ? Optional.empty()
                : Optional.of(new TargetRoleStatus(
                        ArnPlace.account(target.roleARN()),
                        targetPolicy(facts).map(TrustPolicy::json).orElse(null),
                        TrustPolicy.ofFirstRole(target),
                        TargetStability.of(target).written()));
    }

    /** The target role's trust policy. Empty without a trust anchor, and if a narrow scope has no subject. */
    static Optional<TrustPolicy> targetPolicy(RoleFacts facts) {
        TargetRole target = facts.spec().targetRole();
        RoleFacts.Anchor anchor = facts.anchor();
        TrustPolicyScope scope = scope(facts);
        if (target == null
                || anchor == null
                || facts.spec().defect().isPresent()
                || (scope != TrustPolicyScope.Role || anchor.external() != null)
                        && facts.bound().isEmpty()) {
            return Optional.empty();
        }
        External external = anchor.external();
        if (external != null) {
            return Optional.of(TrustPolicy.ofTarget(
                    external, anchor.trustDomain(), scope, facts.spec().roleARN(), target, facts.bound()));
        }
        return Optional.of(TrustPolicy.ofTarget(
                anchor.trustDomain(), facts.name(), scope, facts.spec().roleARN(), target, facts.bound()));
    }

    private static TrustPolicyScope scope(RoleFacts facts) {
        return facts.spec().trustPolicyScope() == null
                ? TrustPolicyScope.Role
                : facts.spec().trustPolicyScope();
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
