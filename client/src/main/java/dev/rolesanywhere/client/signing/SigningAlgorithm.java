package dev.rolesanywhere.client.signing;

import java.security.Key;

/** The signature algorithm of a key. Source: Roles Anywhere user guide, "Authentication and signing process". */
enum SigningAlgorithm {
    RSA("AWS4-X509-RSA-SHA256", "SHA256withRSA"),
    /** SHA-256 for every curve; the signature is ASN.1 DER. */
    ECDSA("AWS4-X509-ECDSA-SHA256", "SHA256withECDSA");

    private final String id;
    private final String jca;

    SigningAlgorithm(String id, String jca) {
        this.id = id;
        this.jca = jca;
    }

    /** By name, not by type: keys in a hardware token are not {@code RSAPrivateKey} or {@code ECPrivateKey}. */
    static SigningAlgorithm of(Key key) {
        switch (key.getAlgorithm()) {
            case "RSA":
                return RSA;
            case "EC":
                return ECDSA;
            default:
                throw new IllegalArgumentException(
                        "a key of algorithm " + key.getAlgorithm() + " cannot sign for Roles Anywhere. Use RSA or EC");
        }
    }

    /** The name in the Authorization header. */
    String id() {
        return id;
    }

    /** Name of the {@link java.security.Signature}. */
    String jca() {
        return jca;
    }
}
