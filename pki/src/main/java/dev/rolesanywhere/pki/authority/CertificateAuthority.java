package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Signs workload leaf certificates. It never exposes its key, so the key may be in an HSM or a key service. Implementations are thread-safe.
 */
public interface CertificateAuthority {

    /**
     * The path to the trust anchor: first the issuer of the leaf certificates, last the certificate that is registered with AWS. One
     * certificate may be both.
     */
    List<X509Certificate> path();

    /** The certificate whose key signs leaves. */
    default X509Certificate certificate() {
        return path().getFirst();
    }

    /**
     * The chain that a workload sends as {@code X-Amz-X509-Chain}: the path without the trust anchor. Empty if the issuer is the trust
     * anchor.
     */
    default List<X509Certificate> chain() {
        return path().subList(0, path().size() - 1);
    }

    /** The certificate that is registered with AWS as the trust anchor. */
    default X509Certificate trustAnchorCertificate() {
        return path().getLast();
    }

    /** Whether this authority signs the names in the request, so that callers must send a {@link dev.rolesanywhere.pki.leaf.NamedRequest}. */
    default boolean wantsNamedRequest() {
        return false;
    }

    /** Whether it can sign a key without a PKCS#10 request, with exactly the requested validity. */
    default boolean signsBareKeys() {
        return true;
    }

    /** Whether each leaf costs money or writes an object, so that the number of leaf certificates must be limited. */
    default boolean costsPerLeaf() {
        return false;
    }

    /**
     * Signs a leaf.
     *
     * @throws IssuingPendingException if the authority has the request and has not decided yet
     * @throws LeafDeniedException if the authority rejected this leaf
     * @throws IssuingFailedException if the authority could not be reached or did not sign
     */
    X509Certificate issue(LeafTemplate template);

    /** The time in which issuer, chain and trust anchor are all valid; a leaf's validity must be within it. */
    default Validity validity() {
        return Validity.ofAll(path());
    }
}
