package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthorityState.Unusable;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import java.time.Instant;
import java.util.Objects;

/** The messages of {@code CertificateAuthorityReady}. */
final class AuthorityMessages {
    private AuthorityMessages() {}

    static String usable(String secret, String source, String fingerprint, Reason reason, RecordedAuthority recorded) {
        String message =
                switch (reason) {
                    case Generated -> "The CA was created; its key is in Secret '" + secret + "'. Back up that Secret.";
                    case AdoptedExistingKey -> "The existing CA in Secret '" + secret + "' is used.";
                    default ->
                        "The CA of " + source.replace("secretRef/", "Secret '")
                                + (source.equals(KeyMaterial.OWN) ? "" : "'") + " signs; Secret '" + secret
                                + "' has a copy of its key.";
                };
        boolean changed = recorded.fingerprint() != null && !recorded.standing().contains(fingerprint);
        return changed
                ? message + " This CA replaces the CA " + recorded.fingerprint()
                        + ". Update the trust anchor in AWS with status.caBundle."
                : message;
    }

    static Unusable unusable(String secret, LoadedAuthority.Unusable why) {
        return new Unusable(Reason.valueOf(why.defect().name()), "Secret '" + secret + "': " + why.message());
    }

    /** The location of a defect in the user's certificate or key. */
    static Unusable unusable(AWSTrustAnchor anchor, LoadedAuthority.Unusable why) {
        return new Unusable(Reason.valueOf(why.defect().name()), place(anchor) + ": " + why.message());
    }

    /** The location of the user's certificate and key. */
    static String place(AWSTrustAnchor anchor) {
        String secret = Objects.requireNonNull(AuthorityNames.given(anchor));
        return AuthorityNames.isIntermediate(anchor)
                ? "spec.certificateAuthority.intermediate.certificate (here tls.crt), for the key of Secret '" + secret
                        + "' (here tls.key)"
                : "Secret '" + secret + "'";
    }

    static String awaitsCertificate(String name) {
        return "Have your CA sign status.certificateSigningRequest (kubectl get awsta %s -o jsonpath='{.status.certificateSigningRequest}') as a CA certificate with path length 0, and put the certificate into spec.certificateAuthority.intermediate.certificate, followed by its issuers up to the one that AWS must trust."
                .formatted(name);
    }

    static String secretNotFound(String secret) {
        return "Secret '%s' does not exist in the operator's namespace. Create it with tls.crt and tls.key, or correct spec.certificateAuthority.secretRef.name."
                .formatted(secret);
    }

    static String lost(String name, String secret, String fingerprint, FirstAuthority first) {
        return first instanceof FirstAuthority.NotPermitted(String why, Instant until)
                        && fingerprint.equals(AuthorityNames.UNKNOWN)
                ? ("The CA's key is lost: Secret '%s' does not exist, but spec.registrations names a trust anchor of an earlier CA."
                                + " Restore the Secret from a backup. In a new cluster instead, allow a new CA and register it in AWS:"
                                + " 'kubectl annotate awsta %s %s=%s --overwrite', or the same annotation in the manifest.%s")
                        .formatted(secret, name, Annotations.GENERATE_UNTIL, until, why)
                : ("The CA's key is lost: Secret '%s' does not exist, but the CA certificate %s is registered in AWS. Restore the"
                                + " Secret from a backup. If there is no backup, approve a new CA and register it in AWS: 'kubectl annotate"
                                + " awsta %s %s=%s --overwrite'.")
                        .formatted(secret, fingerprint, name, Annotations.REPLACE_LOST_KEY, fingerprint);
    }

    static String unexpected(String name, String recorded, String found) {
        return ("The Secret holds the CA %s, but CA %s is registered in AWS and its key is lost. The Secret may come from an old"
                        + " backup. Restore the newest Secret; or approve the CA in the Secret and register it in AWS: 'kubectl annotate"
                        + " awsta %s %s=%s --overwrite'.")
                .formatted(found, recorded, name, Annotations.REPLACE_LOST_KEY, recorded);
    }
}
