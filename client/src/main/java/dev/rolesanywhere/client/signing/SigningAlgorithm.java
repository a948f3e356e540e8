package dev.rolesanywhere.client.signing;

/**
 * How a request is signed. AWS takes SHA-256 only, on every curve; ECDSA signatures are ASN.1 DER.
 *
 * @see <a href="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-sign-process.html">Signing process</a>
 */
public enum SigningAlgorithm {
    RSA("AWS4-X509-RSA-SHA256", "SHA256withRSA"),
    ECDSA("AWS4-X509-ECDSA-SHA256", "SHA256withECDSA");

    private final String header;
    private final String jca;

    SigningAlgorithm(String header, String jca) {
        this.header = header;
        this.jca = jca;
    }

    /** @throws IllegalArgumentException for a key that Roles Anywhere has no algorithm for */
    static SigningAlgorithm ofKey(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "RSA" -> RSA;
            case "EC", "ECDSA" -> ECDSA;
            default ->
                throw new IllegalArgumentException("keys of type " + keyAlgorithm
                        + " cannot sign for Roles Anywhere here; use an EC key (P-256 or P-384) or an RSA key");
        };
    }

    /** As the Authorization header names it. */
    public String header() {
        return header;
    }

    /** As {@link java.security.Signature} names it. */
    public String jca() {
        return jca;
    }
}
