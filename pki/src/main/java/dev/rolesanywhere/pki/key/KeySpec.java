package dev.rolesanywhere.pki.key;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kinds of keys that this project generates. */
public enum KeySpec {
    P256("EC"),
    RSA3072("RSA");

    private final String algorithm;

    KeySpec(String algorithm) {
        this.algorithm = algorithm;
    }

    public KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters(), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot generate a key of kind " + this, e);
        }
    }

    private AlgorithmParameterSpec parameters() {
        return switch (this) {
            case P256 -> new ECGenParameterSpec("secp256r1");
            case RSA3072 -> new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4);
        };
    }
}
