package dev.rolesanywhere.operator.rotation;

import java.security.cert.X509Certificate;

/** Distinguishes a renewal from a change of the CA. */
final class Signers {
    private Signers() {}

    /** Whether leaf certificates of one CA also chain to the other: same name and same key (RFC 5280, 6.1). */
    static boolean same(X509Certificate one, X509Certificate other) {
        return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                && one.getPublicKey().equals(other.getPublicKey());
    }
}
