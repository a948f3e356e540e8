package dev.rolesanywhere.pki.authority;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;

/** A key that was read from a Secret. */
final class KeyInMemory implements SigningKey {
    private final PublicKey publicKey;
    private final PrivateKey key;
    private final SecureRandom random;

    KeyInMemory(PublicKey publicKey, PrivateKey key, SecureRandom random) {
        this.publicKey = publicKey;
        this.key = key;
        this.random = random;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(SignatureAlgorithm algorithm, byte[] message) {
        try {
            Signature signature = Signature.getInstance(algorithm.jcaName());
            signature.initSign(key, random);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.UnsupportedKey, "The certificate authority's key did not sign.", e);
        }
    }

    @Override
    public String toString() {
        return "KeyInMemory";
    }
}
