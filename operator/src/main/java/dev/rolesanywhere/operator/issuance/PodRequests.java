package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.leaf.LeafNames;
import dev.rolesanywhere.pki.leaf.NamedRequest;
import dev.rolesanywhere.pki.request.CertificateRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificate requests that a pod sends. They do not identify the pod: the operator only compares the names of a
 * named request with the derived names.
 *
 * @param unnamed proves that the pod has the private key of its key
 * @param named DER by AWSRole, for authorities that sign the names of requests; absent if the sidecar does not support
 *     such authorities
 * @param assumesTargetRoles whether the caller assumes target roles after CreateSession
 */
public record PodRequests(
        CertificateRequest.Proven unnamed, @Nullable Map<String, byte[]> named, boolean assumesTargetRoles) {

    /** From a caller that does not assume target roles. */
    public PodRequests(CertificateRequest.Proven unnamed, @Nullable Map<String, byte[]> named) {
        this(unnamed, named, false);
    }

    /** A request with exactly the given names, or the reason why there is none. */
    sealed interface Chosen {
        record Fit(CertificateRequest.Proven request) implements Chosen {}

        /** @param names for the pod's next request; absent if it cannot send one */
        record Unfit(
                IssuingReason reason,
                String message,
                @Nullable LeafNames names) implements Chosen {}
    }

    /** The pod has sent only its key, but the authority needs a request with names. */
    static Chosen needed(String role) {
        return new Chosen.Unfit(
                IssuingReason.AuthorityNeedsRequest,
                "The certificate authority of AWSRole '%s' has the kind acmPca or certManager, which needs a request from the pod itself, but a kubelet sends none. Use the sidecar for this pod, or refer to an AWSTrustAnchor of another kind."
                        .formatted(role),
                null);
    }

    /** The caller would serve the first role's session, which has more permissions than the target role's. */
    static Chosen withoutTargetRole(String role) {
        return new Chosen.Unfit(
                IssuingReason.SidecarTooOld,
                "AWSRole '%s' has spec.targetRole, which only a current sidecar or node agent assumes. Recreate the pod to get a newer sidecar."
                        .formatted(role),
                null);
    }

    static Chosen issuedElsewhere(String role) {
        return new Chosen.Unfit(
                IssuingReason.AuthorityNeedsRequest,
                "Another component issues the certificates of AWSRole '%s' and keeps them in files of the pod. The operator signs none. Set the delivery of the pod to Endpoint or Files, or refer to an AWSTrustAnchor of another kind."
                        .formatted(role),
                null);
    }

    Chosen under(LeafNames names, String role) {
        if (named == null) {
            return new Chosen.Unfit(
                    IssuingReason.SidecarTooOld,
                    "The certificate authority of AWSRole '%s' needs a request with the pod's subject and SPIFFE ID. The sidecar of this pod is too old to create such a request. Recreate the pod to get a newer sidecar."
                            .formatted(role),
                    null);
        }
        byte[] sent = named.get(role);
        if (sent == null) {
            return new Chosen.Unfit(
                    IssuingReason.RequestNeedsSubject,
                    "The certificate authority of AWSRole '%s' needs a request with the pod's subject and SPIFFE ID. Send a request with the names in this answer."
                            .formatted(role),
                    names);
        }
        Optional<CertificateRequest.Proven> request = NamedRequest.read(sent, unnamed.publicKey(), names);
        return request.<Chosen>map(Chosen.Fit::new)
                .orElseGet(() -> new Chosen.Unfit(
                        IssuingReason.SubjectMismatch,
                        "The pod's request for AWSRole '%s' does not match its key and the names from the operator, so no certificate was issued. Send a request with the names in this answer."
                                .formatted(role),
                        names));
    }
}
