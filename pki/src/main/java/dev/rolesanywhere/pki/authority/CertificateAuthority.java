package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Signs workload leaves. It never gives its key away, so that the key may as well lie in an HSM or with a key service.
 * Implementations are safe for use by several threads.
 */
public interface CertificateAuthority {

    /**
     * The certificates that lead to the trust anchor: the leaves' issuer first, last the one that is registered with AWS, which is the
     * top-most that this authority knows. One certificate may be both.
     */
    List<X509Certificate> path();

    /** The certificate whose key signs leaves. */
    default X509Certificate certificate() {
        return path().getFirst();
    }

    /**
     * What a workload sends along as {@code X-Amz-X509-Chain}: the path without the trust anchor. Empty where the issuer is itself the
     * trust anchor.
     */
    default List<X509Certificate> chain() {
        return path().subList(0, path().size() - 1);
    }

    /** The certificate that is registered with AWS as the trust anchor. */
    default X509Certificate trustAnchorCertificate() {
        return path().getLast();
    }

    /** Whether it signs the names of a request, so that leaves are asked for with a {@link dev.rolesanywhere.pki.leaf.NamedRequest}. */
    default boolean wantsNamedRequest() {
        return false;
    }

    /** Whether it signs for a key that comes without a PKCS#10 request, and for exactly the time that it is told. */
    default boolean signsBareKeys() {
        return true;
    }

    /** Whether each leaf costs money or writes an object somewhere, so that nobody may have as many as it likes. */
    default boolean costsPerLeaf() {
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
        return Validity.ofAll(path());
    }
}
