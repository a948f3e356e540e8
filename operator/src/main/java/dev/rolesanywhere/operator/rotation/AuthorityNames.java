package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.crds.trustanchor.Intermediate;
import dev.rolesanywhere.crds.trustanchor.Pkcs11;
import dev.rolesanywhere.crds.trustanchor.SecretReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of the objects of an AWSTrustAnchor. */
public final class AuthorityNames {
    /** Instead of a fingerprint, if the lost CA's fingerprint is unknown. */
    public static final String UNKNOWN = "unknown";

    private AuthorityNames() {}

    /** Secret of a selfSigned CA, and ConfigMap of any CA's certificate. */
    public static String own(String trustAnchor) {
        return "awsta-" + trustAnchor + "-ca";
    }

    /** Secret of an intermediate's key and CSR. */
    public static String request(String trustAnchor) {
        return "awsta-" + trustAnchor + "-request";
    }

    /** The user's Secret that the spec names, or that of an intermediate's key; absent for other authorities. */
    public static @Nullable String given(AWSTrustAnchor anchor) {
        if (isIntermediate(anchor)) {
            return request(anchor.getMetadata().getName());
        }
        SecretReference reference = anchor.getSpec().certificateAuthority().secretRef();
        return reference == null ? null : reference.name();
    }

    /** Whether the CA's key is in a Secret, so that the operator can create the next CA. */
    public static boolean isHeldHere(AWSTrustAnchor anchor) {
        CertificateAuthoritySpec authority = anchor.getSpec().certificateAuthority();
        return authority.selfSigned() != null || authority.secretRef() != null || authority.intermediate() != null;
    }

    /** Whether an external CA issues the certificate for a key that the operator generates. */
    public static boolean isIntermediate(AWSTrustAnchor anchor) {
        return anchor.getSpec().certificateAuthority().intermediate() != null;
    }

    /** The certificate issued from the CSR; absent until then, and for other authorities. */
    public static @Nullable String signedCertificate(AWSTrustAnchor anchor) {
        Intermediate intermediate = anchor.getSpec().certificateAuthority().intermediate();
        return intermediate == null ? null : intermediate.certificate();
    }

    /** The Secret of a token's PIN; absent for other authorities. */
    public static @Nullable String pin(AWSTrustAnchor anchor) {
        Pkcs11 token = anchor.getSpec().certificateAuthority().pkcs11();
        return token == null || token.pinSecretRef() == null
                ? null
                : token.pinSecretRef().name();
    }

    public static @Nullable String annotation(AWSTrustAnchor anchor, String name) {
        Map<String, String> annotations = anchor.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(name);
    }
}
