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

/** What {@code CertificateAuthorityReady} says to people. */
final class AuthorityMessages {
    private AuthorityMessages() {}

    static String usable(String secret, String source, String fingerprint, Reason reason, RecordedAuthority recorded) {
        String message =
                switch (reason) {
                    case Generated -> "The CA was made; its key is in Secret '" + secret + "'. Back it up.";
                    case AdoptedExistingKey -> "The CA that was already in Secret '" + secret + "' is used.";
                    default ->
                        "The CA of " + source.replace("secretRef/", "Secret '")
                                + (source.equals(KeyMaterial.OWN) ? "" : "'") + " is used; Secret '" + secret
                                + "' keeps a copy of its key.";
                };
        boolean changed = recorded.fingerprint() != null && !recorded.standing().contains(fingerprint);
        return changed
                ? message + " It is another one than before (" + recorded.fingerprint()
                        + "): AWS must know it, so update the trust anchor there with status.caBundle."
                : message;
    }

    static Unusable unusable(String secret, LoadedAuthority.Unusable why) {
        return new Unusable(Reason.valueOf(why.defect().name()), "Secret '" + secret + "': " + why.message());
    }

    /** Where a defect of the user's material is. */
    static Unusable unusable(AWSTrustAnchor anchor, LoadedAuthority.Unusable why) {
        return new Unusable(Reason.valueOf(why.defect().name()), place(anchor) + ": " + why.message());
    }

    /** Where the user's certificate, and its key, lie. */
    static String place(AWSTrustAnchor anchor) {
        String secret = Objects.requireNonNull(AuthorityNames.given(anchor));
        return AuthorityNames.isIntermediate(anchor)
                ? "spec.certificateAuthority.intermediate.certificate (here tls.crt), for the key of Secret '" + secret
                        + "' (here tls.key)"
                : "Secret '" + secret + "'";
    }

    static String awaitsCertificate(String name) {
        return "Have your CA sign status.certificateSigningRequest (kubectl get awsta %s -o jsonpath='{.status.certificateSigningRequest}') as a CA certificate with path length 0, and put the certificate into spec.certificateAuthority.intermediate.certificate, with its issuers behind it up to the one that AWS is to trust."
                .formatted(name);
    }

    static String secretNotFound(String secret) {
        return "Secret '%s' does not exist in the operator's namespace. Create it with tls.crt and tls.key, or correct spec.certificateAuthority.secretRef.name."
                .formatted(secret);
    }

    static String lost(String name, String secret, String fingerprint, FirstAuthority first) {
        return first instanceof FirstAuthority.NotPermitted(String why, Instant until)
                        && fingerprint.equals(AuthorityNames.UNKNOWN)
                ? ("The CA's key is lost: Secret '%s' is gone, and spec.registrations names a trust anchor, which was made with"
                                + " an earlier CA. Restore the Secret from a backup; or, in a new cluster, permit its first CA and"
                                + " register that one, with 'kubectl annotate awsta %s %s=%s --overwrite' or in the manifest.%s")
                        .formatted(secret, name, Annotations.GENERATE_UNTIL, until, why)
                : ("The CA's key is lost: Secret '%s' is gone, and AWS knows the certificate %s. Restore the Secret from a"
                                + " backup; or give it up on purpose, make a new CA and register that one, with 'kubectl annotate"
                                + " awsta %s %s=%s --overwrite'.")
                        .formatted(secret, fingerprint, name, Annotations.REPLACE_LOST_KEY, fingerprint);
    }

    static String unexpected(String name, String recorded, String found) {
        return ("The Secret holds the CA %s, but AWS was told of %s, whose key is gone: an older backup, perhaps."
                        + " Restore the Secret that belongs to it; or go on with the one that is there and register it, with"
                        + " 'kubectl annotate awsta %s %s=%s --overwrite'.")
                .formatted(found, recorded, name, Annotations.REPLACE_LOST_KEY, recorded);
    }
}
