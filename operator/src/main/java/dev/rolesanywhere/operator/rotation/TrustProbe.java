package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.pki.authority.CertificateAuthority;

/** Checks whether AWS trusts a CA, before any pod depends on it. */
@FunctionalInterface
public interface TrustProbe {
    /** Calls AWS, which takes seconds. Never throws because of AWS or the network. */
    TrustProof prove(AWSTrustAnchor anchor, CertificateAuthority authority);
}
