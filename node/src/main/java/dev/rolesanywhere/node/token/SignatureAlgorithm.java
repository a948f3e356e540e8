package dev.rolesanywhere.node.token;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import org.jspecify.annotations.Nullable;

/** The signature algorithms of API servers (RFC 7518). The algorithm {@code none} is not accepted. */
enum SignatureAlgorithm {
    RS256("SHA256withRSA", "RSA", 0),
    RS384("SHA384withRSA", "RSA", 0),
    RS512("SHA512withRSA", "RSA", 0),
    ES256("SHA256withECDSAinP1363Format", "EC", 256),
    ES384("SHA384withECDSAinP1363Format", "EC", 384),
    ES512("SHA512withECDSAinP1363Format", "EC", 521);

    private final String jdk;
    private final String keyType;
    private final int bits;

    SignatureAlgorithm(String jdk, String keyType, int bits) {
        this.jdk = jdk;
        this.keyType = keyType;
        this.bits = bits;
    }

    /** Null for an unknown name. */
    static @Nullable SignatureAlgorithm named(String name) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return algorithm;
            }
        }
        return null;
    }

    /** Ensures that a key is only used with an algorithm of its own type. */
    boolean fits(PublicKey key) {
        return key.getAlgorithm().equals(keyType)
                && (!(key instanceof ECPublicKey ec)
                        || ec.getParams().getOrder().bitLength() == bits);
    }

    boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(jdk);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // For example, a signature with a wrong length.
            return false;
        }
    }
}
