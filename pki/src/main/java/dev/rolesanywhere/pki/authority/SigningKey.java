package dev.rolesanywhere.pki.authority;

import java.security.PublicKey;

/**
 * Whoever holds a CA's key and signs with it: memory, a token, a key service. The key itself is never asked for. Implementations are
 * safe for use by several threads.
 */
public interface SigningKey {

    /**
     * The public half, as the holder tells it.
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
