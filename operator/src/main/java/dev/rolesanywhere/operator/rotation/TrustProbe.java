package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.pki.authority.CertificateAuthority;

/** Finds out whether AWS trusts a CA, before any pod depends on it. */
@FunctionalInterface
public interface TrustProbe {
    /** Calls AWS, and takes seconds. Never throws for what AWS or the network does. */
    TrustProof prove(AWSTrustAnchor anchor, CertificateAuthority authority);
}
