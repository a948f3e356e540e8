package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.operator.issuance.Issuance.RefusedRole;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.IssuingPendingException;
import dev.rolesanywhere.pki.authority.LeafDeniedException;

/** What a pod is told where its role could be served and its authority has no leaf for it. */
final class Unserved {
    private Unserved() {}

    /** @param chosen any but a fit one */
    static RefusedRole of(PodRequests.Chosen chosen, String role, boolean isDefault) {
        return switch (chosen) {
            case PodRequests.Chosen.Untold(String message, var names) ->
                new RefusedRole(role, isDefault, "RequestNeedsSubject", message, null, names, true);
            case PodRequests.Chosen.Unfit(String reason, String message, var names) ->
                new RefusedRole(role, isDefault, reason, message, null, names, false);
            case PodRequests.Chosen.Fit _ -> throw new IllegalArgumentException("a request that fits is no refusal");
        };
    }

    /** An issuer's own reasons are passed on; what happened between operator and authority is not the pod's. */
    static RefusedRole of(IssuingFailedException failure, String role, boolean isDefault) {
        return switch (failure) {
            case IssuingPendingException pending ->
                new RefusedRole(
                        role, isDefault, "CertificatePending", message(failure), pending.retryAfter(), null, false);
            case LeafDeniedException _ -> new RefusedRole(role, isDefault, "CertificateDenied", message(failure));
            default ->
                new RefusedRole(
                        role,
                        isDefault,
                        "IssuingFailed",
                        "The certificate authority did not sign. Try again; the AWSTrustAnchor's conditions say more.");
        };
    }

    private static String message(IssuingFailedException failure) {
        return String.valueOf(failure.getMessage());
    }
}
