package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import java.util.Collection;

/** One kind of authority whose key lies outside the cluster. */
public interface AuthoritySource {
    boolean serves(CertificateAuthoritySpec spec);

    /**
     * Asks the backend whether the authority can sign now, and makes what is missing. Called now and then, never for a single leaf.
     *
     * @param recorded the authority that was in use before
     */
    LoadedAuthority load(AWSTrustAnchor anchor, RecordedAuthority recorded);

    /**
     * Lets go of what is open for other authorities of this trust anchor than these.
     *
     * @param trustAnchor its name
     */
    default void keepOnly(String trustAnchor, Collection<CertificateAuthoritySpec> inUse) {}
}
