package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.SecretReference;

/** Names of what belongs to an AWSTrustAnchor. */
public final class AuthorityNames {
    /** Set on an AWSTrustAnchor to the fingerprint of a lost CA: make a new one, on purpose. */
    public static final String REPLACE_LOST_KEY = Annotations.DOMAIN + "/replace-lost-key";

    private AuthorityNames() {}

    /** Secret of a selfSigned CA, and ConfigMap of any CA's certificate. */
    public static String own(String trustAnchor) {
        return "awsta-" + trustAnchor + "-ca";
    }

    /** The Secret that holds the CA's key, ours or the user's. */
    public static String secret(AWSTrustAnchor anchor) {
        SecretReference reference = anchor.getSpec().certificateAuthority().secretRef();
        return reference == null ? own(anchor.getMetadata().getName()) : reference.name();
    }
}
