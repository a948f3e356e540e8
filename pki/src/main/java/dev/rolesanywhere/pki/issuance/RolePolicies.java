package dev.rolesanywhere.pki.issuance;

import static dev.rolesanywhere.pki.issuance.Decision.refuseIf;

import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.leaf.IdentityLimits;
import dev.rolesanywhere.pki.leaf.LeafLifetime;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import java.util.Optional;

/** Policies about one role for one caller. Each policy is complete by itself: missing facts are rejected, never skipped. */
final class RolePolicies {
    private RolePolicies() {}

    static Decision namespaceIsNotExcluded(RoleRequest request) {
        return refuseIf(
                request.namespaceExcluded(),
                IssuingReason.NamespaceExcluded,
                "Namespace '" + request.namespace()
                        + "' is excluded by this installation. Move the workload, or remove the namespace from the chart's excluded namespaces.");
    }

    static Decision roleExists(RoleRequest request) {
        return refuseIf(
                request.role() == null,
                IssuingReason.RoleNotFound,
                "AWSRole '" + request.roleName() + "', which AWSRoleBinding '" + request.binding()
                        + "' refers to, does not exist. Create it, or correct spec.roleRef.name.");
    }

    static Decision namespaceIsAllowed(RoleRequest request) {
        IssuingRoleFacts role = request.role();
        return refuseIf(
                role == null || !role.namespaceAllowed(),
                IssuingReason.NamespaceNotAllowed,
                "AWSRole '" + request.roleName() + "' does not allow namespace '" + request.namespace()
                        + "'. Add it to the AWSRole's spec.allowedNamespaces, by name or by label.");
    }

    static Decision trustAnchorExists(RoleRequest request) {
        return refuseIf(
                request.trustAnchor() == null,
                IssuingReason.TrustAnchorNotFound,
                anchor(request) + " does not exist. Create it, or correct spec.trustAnchorRef.name of AWSRole '"
                        + request.roleName() + "'.");
    }

    static Decision trustAnchorIsReady(RoleRequest request) {
        IssuingTrustAnchorFacts anchor = request.trustAnchor();
        String why = anchor == null ? null : anchor.notReadyMessage();
        return refuseIf(
                anchor == null || anchor.authority() == null,
                IssuingReason.TrustAnchorNotReady,
                anchor(request) + " has no certificate authority to sign with: "
                        + (why == null ? "see its conditions with 'kubectl describe awsta'." : why));
    }

    static Decision isRegisteredWithAWS(RoleRequest request) {
        IssuingRoleFacts role = request.role();
        return refuseIf(
                role == null || !role.registered(),
                IssuingReason.NoRegistrationForRegion,
                anchor(request) + " has no registration for " + (role == null ? "this role" : role.place())
                        + ". Register its CA certificate with AWS there and add the ARN of AWS's trust anchor to spec.registrations.");
    }

    static Decision identityFits(RoleRequest request) {
        IssuingTrustAnchorFacts anchor = request.trustAnchor();
        if (anchor == null) {
            return trustAnchorExists(request);
        }
        WorkloadIdentity identity =
                new WorkloadIdentity(anchor.trustDomain(), request.namespace(), request.serviceAccount());
        Optional<String> violation = IdentityLimits.violation(identity, request.roleName());
        return refuseIf(violation.isPresent(), IssuingReason.IdentityTooLong, violation.orElse(""));
    }

    static Decision authorityLastsLongEnough(RoleRequest request) {
        IssuingTrustAnchorFacts anchor = request.trustAnchor();
        Validity authority = anchor == null ? null : anchor.authority();
        if (authority == null) {
            return trustAnchorIsReady(request);
        }
        return refuseIf(
                !LeafLifetime.possible(authority, request.now()),
                IssuingReason.CertificateAuthorityEnding,
                "The certificate authority of " + anchor(request) + " is valid from " + authority.notBefore() + " to "
                        + authority.notAfter()
                        + ", which leaves too little time to issue a certificate now. Renew or replace the authority.");
    }

    private static String anchor(RoleRequest request) {
        IssuingRoleFacts role = request.role();
        return role == null ? "The trust anchor" : "AWSTrustAnchor '" + role.trustAnchorName() + "'";
    }
}
