package dev.rolesanywhere.operator.rotation;

import java.security.cert.X509Certificate;

/** Tells a renewal from a change of CA. */
final class Signers {
    private Signers() {}

    /** Whether leaves of the one also chain to the other: same name and same key (RFC 5280, 6.1). */
    static boolean same(X509Certificate one, X509Certificate other) {
        return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                && one.getPublicKey().equals(other.getPublicKey());
    }
}
