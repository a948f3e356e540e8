package dev.rolesanywhere.client.signing;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A leaf, its private key, and the intermediates between it and the trust anchor, the leaf's issuer first. The trust anchor itself is not
 * sent.
 */
public record SigningIdentity(X509Certificate leaf, PrivateKey key, List<X509Certificate> chain) {
    public SigningIdentity {
        chain = List.copyOf(chain);
    }

    /** Chosen by the name of the key's algorithm, since keys of a PKCS#11 token implement no algorithm's interface. */
    public SigningAlgorithm algorithm() {
        return SigningAlgorithm.ofKey(key.getAlgorithm());
    }

    @Override
    public String toString() {
        return "SigningIdentity[serial " + leaf.getSerialNumber() + "]";
    }
}
