package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * Signs workload leaves. It never gives its key away, so that the key may as well lie in an HSM or with a key service.
 * Implementations are safe for use by several threads.
 */
public interface CertificateAuthority {

    /** The certificate whose key signs leaves. */
    X509Certificate certificate();

    /**
     * What a workload sends along as {@code X-Amz-X509-Chain}: the certificates between leaf and trust anchor, the leaf's issuer
     * first, the trust anchor excluded. Empty where the issuer is itself the trust anchor.
     */
    List<X509Certificate> chain();

    /** The certificate that is registered with AWS as the trust anchor: the top-most one that this authority knows. */
    X509Certificate trustAnchorCertificate();

    /** Whether it signs the names of a request, so that leaves are asked for with a {@link dev.rolesanywhere.pki.leaf.NamedRequest}. */
    default boolean wantsNamedRequest() {
        return false;
    }

    /**
     * Signs a leaf.
     *
     * @throws IssuingPendingException if it has the request and has not decided yet
     * @throws LeafDeniedException if it said no to this leaf
     * @throws IssuingFailedException if the authority could not be reached or did not sign
     */
    X509Certificate issue(LeafTemplate template);

    /** When issuer, chain and trust anchor are all valid; no leaf may leave it. */
    default Validity validity() {
        return Validity.ofAll(Stream.concat(Stream.of(certificate(), trustAnchorCertificate()), chain().stream())
                .toList());
    }
}
