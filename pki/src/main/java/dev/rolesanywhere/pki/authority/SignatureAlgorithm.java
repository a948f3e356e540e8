package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.key.KeyType;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** How a CA signs; one for each kind of key. RSA uses PKCS#1 v1.5: all key holders support it, and IAM Roles Anywhere accepts it. */
public enum SignatureAlgorithm {
    SHA256_RSA("SHA256withRSA", "SHA-256"),
    SHA256_ECDSA("SHA256withECDSA", "SHA-256"),
    SHA384_ECDSA("SHA384withECDSA", "SHA-384");

    private final String jcaName;
    private final String digest;

    SignatureAlgorithm(String jcaName, String digest) {
        this.jcaName = jcaName;
        this.digest = digest;
    }

    /** Empty for an unsupported key. P-521 signs with SHA-256, for compatibility with earlier releases. */
    public static Optional<SignatureAlgorithm> of(PublicKey key) {
        return switch (KeyType.of(key)) {
            case KeyType.Rsa _ -> Optional.of(SHA256_RSA);
            case KeyType.EllipticCurve(String curve) when curve.equals("P-384") -> Optional.of(SHA384_ECDSA);
            case KeyType.EllipticCurve(String curve)
            when curve.equals("P-256") || curve.equals("P-521") -> Optional.of(SHA256_ECDSA);
            default -> Optional.empty();
        };
    }

    /** Standard name of a {@code java.security.Signature}. */
    public String jcaName() {
        return jcaName;
    }

    /** Standard name of the {@code java.security.MessageDigest} that it signs. */
    public String digest() {
        return digest;
    }

    AlgorithmIdentifier identifier() {
        return new DefaultSignatureAlgorithmIdentifierFinder().find(jcaName);
    }
}
