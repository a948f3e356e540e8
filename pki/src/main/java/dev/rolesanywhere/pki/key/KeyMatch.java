package dev.rolesanywhere.pki.key;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;

/** Whether two keys are a pair. It signs a challenge, so it also works for keys that cannot be exported. */
public final class KeyMatch {
    private static final int CHALLENGE_BYTES = 32;

    private KeyMatch() {}

    public static boolean matches(PublicKey publicKey, PrivateKey privateKey, SecureRandom random) {
        if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
            return false;
        }
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        try {
            Signature signature =
                    Signature.getInstance(publicKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(privateKey, random);
            signature.update(challenge);
            byte[] proof = signature.sign();
            signature.initVerify(publicKey);
            signature.update(challenge);
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            // Keys of different sizes or curves throw instead of returning false.
            return false;
        }
    }
}
