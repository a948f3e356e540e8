package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.SecretReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of what belongs to an AWSTrustAnchor. */
public final class AuthorityNames {
    /** In place of a fingerprint, where nobody knows that of the lost CA. */
    public static final String UNKNOWN = "unknown";

    private AuthorityNames() {}

    /** Secret of a selfSigned CA, and ConfigMap of any CA's certificate. */
    public static String own(String trustAnchor) {
        return "awsta-" + trustAnchor + "-ca";
    }

    /** The user's Secret that the spec names; absent for other authorities. */
    public static @Nullable String given(AWSTrustAnchor anchor) {
        SecretReference reference = anchor.getSpec().certificateAuthority().secretRef();
        return reference == null ? null : reference.name();
    }

    static @Nullable String annotation(AWSTrustAnchor anchor, String name) {
        Map<String, String> annotations = anchor.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(name);
    }
}
