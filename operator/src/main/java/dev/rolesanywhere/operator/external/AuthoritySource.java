package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import java.util.Collection;

/** One kind of authority whose key is outside the cluster. */
public interface AuthoritySource {
    boolean serves(CertificateAuthoritySpec spec);

    /**
     * Checks with the backend whether the authority can sign now, and creates what is missing. Called periodically,
     * never for a single leaf.
     *
     * @param recorded the authority that was in use before
     */
    LoadedAuthority load(AWSTrustAnchor anchor, RecordedAuthority recorded);

    /**
     * Releases resources of all other authorities of this trust anchor.
     *
     * @param trustAnchor its name
     */
    default void keepOnly(String trustAnchor, Collection<CertificateAuthoritySpec> inUse) {}
}
