package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.egress.ResolvedEgress;
import dev.rolesanywhere.operator.issuance.Issuance.RefusedRole;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.IssuingPendingException;
import dev.rolesanywhere.pki.authority.LeafDeniedException;
import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Messages for a pod that gets no leaf for reasons outside the policy. */
final class RoleRefusals {
    private RoleRefusals() {}

    static RefusedRole of(PodRequests.Chosen.Unfit unfit, String role, boolean isDefault) {
        return new RefusedRole(role, isDefault, unfit.reason(), unfit.message(), null, unfit.names());
    }

    static RefusedRole of(Decision.Refused refused, String role, boolean isDefault) {
        return new RefusedRole(role, isDefault, refused.reason(), refused.message());
    }

    /** Passes on an issuer's own reasons, but not errors between operator and authority. */
    static RefusedRole of(IssuingFailedException failure, String role, boolean isDefault) {
        return switch (failure) {
            case IssuingPendingException pending ->
                new RefusedRole(
                        role,
                        isDefault,
                        IssuingReason.CertificatePending,
                        message(failure),
                        pending.retryAfter(),
                        null);
            case LeafDeniedException _ ->
                new RefusedRole(role, isDefault, IssuingReason.CertificateDenied, message(failure));
            default ->
                new RefusedRole(
                        role,
                        isDefault,
                        IssuingReason.IssuingFailed,
                        "The certificate authority of AWSRole '%1$s' did not sign. The pod retries. 'kubectl describe awsr %1$s' names the AWSTrustAnchor, whose conditions have the reason."
                                .formatted(role));
        };
    }

    /**
     * The refusal in our own words, for the status of a binding. Only the pod and its Event get the words of an issuer.
     */
    static String forStatus(RefusedRole role) {
        return switch (role.reason()) {
            case CertificatePending ->
                "The certificate authority has not decided about the request yet. The pod's Events have its message.";
            // The trust anchor's condition may quote its backend.
            case TrustAnchorNotReady ->
                "The AWSTrustAnchor of AWSRole '%1$s' has no certificate authority that can sign. 'kubectl describe awsr %1$s' names the AWSTrustAnchor and the reason."
                        .formatted(role.role());
            case CertificateDenied ->
                "The certificate authority denied the request. The pod's Events have its message.";
            default -> role.message();
        };
    }

    /** The role's egress settings are not allowed. */
    static RefusedRole of(ResolvedEgress.NotAllowed egress, String role, boolean isDefault) {
        return new RefusedRole(role, isDefault, IssuingReason.EgressNotAllowed, egress.message());
    }

    /** The pod's annotation must name one of its own roles. */
    static List<RefusedRole> notBound(Identification.Known caller, List<GivenRole> given, List<String> dryRuns) {
        String asked = caller.askedRole();
        List<String> bound = given.stream().map(GivenRole::role).toList();
        if (asked == null || bound.contains(asked)) {
            return List.of();
        }
        String has = bound.isEmpty() ? "it has none" : bound.stream().collect(Collectors.joining(", ", "it has ", ""));
        return List.of(new RefusedRole(
                asked,
                true,
                IssuingReason.RoleNotBound,
                "The pod requests AWSRole '%s', but no AWSRoleBinding of namespace '%s' gives it to ServiceAccount '%s'; %s.%s Create the binding, or correct the annotation."
                        .formatted(
                                UntrustedText.sanitize(asked),
                                caller.pod().namespace(),
                                caller.pod().serviceAccount(),
                                has,
                                dryRuns.isEmpty() ? "" : " " + dryRuns(dryRuns))));
    }

    /** Why dry-run bindings give the ServiceAccount nothing. */
    static String dryRuns(List<String> dryRuns) {
        return dryRuns.size() == 1
                ? "AWSRoleBinding '%s' names the ServiceAccount but is a dry run: it authorizes nothing until spec.dryRun is removed."
                        .formatted(dryRuns.getFirst())
                : "AWSRoleBindings '%s' name the ServiceAccount but are dry runs: they authorize nothing until spec.dryRun is removed."
                        .formatted(String.join("', '", dryRuns));
    }

    /** No binding gives the caller a role. */
    static String unbound(Identification.Known caller, List<String> dryRuns) {
        return dryRuns.isEmpty()
                ? "No AWSRoleBinding of namespace '%s' names ServiceAccount '%s'. Create one, or remove the sidecar."
                        .formatted(caller.pod().namespace(), caller.pod().serviceAccount())
                : "No AWSRoleBinding of namespace '%s' gives ServiceAccount '%s' a role. %s To remove the sidecar, recreate the pod."
                        .formatted(caller.pod().namespace(), caller.pod().serviceAccount(), dryRuns(dryRuns));
    }

    /** The role's slot is too late for a leaf that is signed now. */
    static RefusedRole queued(String role, boolean isDefault, Duration comeBackAfter) {
        return new RefusedRole(
                role,
                isDefault,
                IssuingReason.QueuedForAWS,
                "More pods need to call AWS than aws.createSessionRate allows. This pod has a time slot and retries automatically in "
                        + comeBackAfter.toSeconds() + " s.",
                comeBackAfter,
                null);
    }

    /** The authority expires before the leaf would. */
    static RefusedRole endsTooSoon(ServableRole role, boolean isDefault) {
        return new RefusedRole(
                role.name(),
                isDefault,
                IssuingReason.CertificateAuthorityEnding,
                "The certificate authority of AWSTrustAnchor '%s' is valid until %s, which is too short for this pod's certificate. Renew or replace the authority."
                        .formatted(
                                role.anchor().getMetadata().getName(),
                                role.source().validity().notAfter()));
    }

    /**
     * The caller requests none of its roles, and none is its default.
     *
     * @param roles that bindings give it
     */
    static RefusedRole withoutDefault(Identification.Known caller, List<String> roles, List<String> dryRuns) {
        return roles.isEmpty()
                ? new RefusedRole(
                        "",
                        true,
                        IssuingReason.RoleNotBound,
                        "No AWSRoleBinding of namespace '%s' gives ServiceAccount '%s' a role.%s Create one; the pod does not need a restart."
                                .formatted(
                                        caller.pod().namespace(),
                                        caller.pod().serviceAccount(),
                                        dryRuns.isEmpty() ? "" : " " + dryRuns(dryRuns)))
                : new RefusedRole(
                        "",
                        true,
                        IssuingReason.RoleNotChosen,
                        "ServiceAccount '%s' in namespace '%s' has the AWSRoles '%s', but none is its default. Name one in userAnnotations of the pod's podCertificate, with the key rolesanywhere.dev/role, or set spec.default of one AWSRoleBinding."
                                .formatted(
                                        caller.pod().serviceAccount(),
                                        caller.pod().namespace(),
                                        String.join("', '", roles)));
    }

    /** An unexpected error of this role. The pod's other roles are unaffected. */
    static RefusedRole undecided(String role, boolean isDefault) {
        return new RefusedRole(
                role,
                isDefault,
                IssuingReason.IssuingFailed,
                "The operator could not decide about AWSRole '%s'. The pod retries. The operator's log has the cause."
                        .formatted(role));
    }

    private static String message(IssuingFailedException failure) {
        return String.valueOf(failure.getMessage());
    }
}
