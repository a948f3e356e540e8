package dev.rolesanywhere.pki.leaf;

import java.util.Optional;

/**
 * Checks that an identity fits into a certificate and into AWS's session tags.
 *
 * <p>X.520 gives O, OU and CN 64 characters; STS gives a session tag 256. Each of the names and the URI becomes a session tag. The
 * characters of
 * Kubernetes names and SPIFFE IDs are all within STS's {@code [\p{L}\p{Z}\p{N}_.:/=+\-@]*}.
 */
public final class IdentityLimits {
    private static final int MAX_NAME_PART = 64;
    private static final int MAX_SESSION_TAG = 256;

    private IdentityLimits() {}

    /** Which name is too long and what to do; empty if everything fits. */
    public static Optional<String> violation(WorkloadIdentity identity, String roleName) {
        if (identity.trustDomain().length() > MAX_NAME_PART) {
            return Optional.of(
                    ("The trust domain has %d characters, and a certificate's O allows %d. Create an AWSTrustAnchor with a"
                                    + " shorter spec.trustDomain.")
                            .formatted(identity.trustDomain().length(), MAX_NAME_PART));
        }
        if (roleName.length() > MAX_NAME_PART) {
            return Optional.of(
                    ("The name of AWSRole '%s' has %d characters, and a certificate's OU allows %d. Create the AWSRole with a shorter metadata.name.")
                            .formatted(roleName, roleName.length(), MAX_NAME_PART));
        }
        int uri = identity.spiffeId().length();
        if (uri > MAX_SESSION_TAG) {
            return Optional.of(
                    ("The SPIFFE ID of ServiceAccount '%s' in namespace '%s' has %d characters, and an AWS session tag allows %d. Use"
                                    + " a ServiceAccount whose name is %d characters shorter.")
                            .formatted(
                                    identity.serviceAccount(),
                                    identity.namespace(),
                                    uri,
                                    MAX_SESSION_TAG,
                                    uri - MAX_SESSION_TAG));
        }
        return Optional.empty();
    }
}
