package dev.rolesanywhere.client.signing;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificate, its chain and its key. AWS checks the validity, not this class.
 *
 * @param chain intermediates, the leaf's issuer first, without the trust anchor; may be empty
 */
public record SigningIdentity(PrivateKey key, X509Certificate leaf, List<X509Certificate> chain) {
    /** Deepest chain that Roles Anywhere accepts. */
    public static final int MAX_CHAIN = 5;

    public SigningIdentity {
        chain = List.copyOf(chain);
        if (chain.size() > MAX_CHAIN) {
            throw new IllegalArgumentException(
                    "Roles Anywhere accepts a chain of at most 5 certificates, and this one has " + chain.size());
        }
        if (!key.getAlgorithm().equals(leaf.getPublicKey().getAlgorithm())) {
            throw new IllegalArgumentException("the key is " + key.getAlgorithm() + " but the certificate's is "
                    + leaf.getPublicKey().getAlgorithm());
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SigningIdentity[serial=" + leaf.getSerialNumber() + ", chain=" + chain.size() + "]";
    }
}
