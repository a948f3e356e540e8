package dev.rolesanywhere.pki.authority;

import java.security.PublicKey;

/**
 * A holder of a CA's key that signs with it: memory, a token, a key service. It never exposes the key. Implementations are thread-safe.
 */
public interface SigningKey {

    /**
     * The public key, as the holder reports it.
     *
     * @throws UnusableAuthorityException if the holder has no such key, does not let us use it, or does not answer
     */
    PublicKey publicKey();

    /**
     * An X.509 signature: DER of {@code r} and {@code s} (RFC 5480) for EC, PKCS#1 v1.5 for RSA.
     *
     * @param message not yet hashed
     * @throws UnusableAuthorityException if the holder did not sign
     */
    byte[] sign(SignatureAlgorithm algorithm, byte[] message);
}
