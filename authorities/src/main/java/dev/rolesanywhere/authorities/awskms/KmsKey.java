package dev.rolesanywhere.authorities.awskms;

import dev.rolesanywhere.authorities.aws.AwsCallFailure;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.SignatureAlgorithm;
import dev.rolesanywhere.pki.authority.SigningKey;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import dev.rolesanywhere.pki.key.KeyType;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** An asymmetric KMS key. It needs {@code kms:GetPublicKey} and {@code kms:Sign}; only digests go to KMS. */
public final class KmsKey implements SigningKey {
    private static final Set<String> CURVES = Set.of("P-256", "P-384");

    private final KmsClient kms;
    private final String keyArn;

    /** @param keyArn of a key or an alias */
    public KmsKey(KmsClient kms, String keyArn) {
        this.kms = kms;
        this.keyArn = keyArn;
    }

    @Override
    public PublicKey publicKey() {
        GetPublicKeyResponse answer;
        try {
            answer = kms.getPublicKey(request -> request.keyId(keyArn));
        } catch (SdkException e) {
            throw AwsCallFailure.of(e, "kms:GetPublicKey", keyArn);
        }
        if (answer.keyUsage() != KeyUsageType.SIGN_VERIFY) {
            throw unsupported("for " + answer.keyUsageAsString());
        }
        PublicKey key = read(answer.publicKey().asByteArray());
        boolean fit =
                switch (KeyType.of(key)) {
                    case KeyType.Rsa _ -> true;
                    case KeyType.EllipticCurve(String curve) -> CURVES.contains(curve);
                    case KeyType.Other _ -> false;
                };
        if (!fit) {
            throw unsupported(KeyType.of(key).toString());
        }
        return key;
    }

    private PublicKey read(byte[] der) {
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(der);
        try {
            return KeyFactory.getInstance("EC").generatePublic(encoded);
        } catch (GeneralSecurityException notOnACurveOfTheJdk) {
            try {
                return KeyFactory.getInstance("RSA").generatePublic(encoded);
            } catch (GeneralSecurityException e) {
                throw unsupported("neither RSA nor an EC key on a NIST curve");
            }
        }
    }

    @Override
    public byte[] sign(SignatureAlgorithm algorithm, byte[] message) {
        byte[] digest = digest(algorithm, message);
        try {
            return kms.sign(request -> request.keyId(keyArn)
                            .messageType(MessageType.DIGEST)
                            .message(SdkBytes.fromByteArray(digest))
                            .signingAlgorithm(algorithm(algorithm)))
                    .signature()
                    .asByteArray();
        } catch (SdkException e) {
            throw AwsCallFailure.of(e, "kms:Sign", keyArn);
        }
    }

    private static SigningAlgorithmSpec algorithm(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA256_RSA -> SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256;
            case SHA256_ECDSA -> SigningAlgorithmSpec.ECDSA_SHA_256;
            case SHA384_ECDSA -> SigningAlgorithmSpec.ECDSA_SHA_384;
        };
    }

    private static byte[] digest(SignatureAlgorithm algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm.digest()).digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm.digest(), e);
        }
    }

    private UnusableAuthorityException unsupported(String what) {
        return new UnusableAuthorityException(
                AuthorityDefect.UnsupportedKey,
                this + " is " + what
                        + ". Create an asymmetric key of usage SIGN_VERIFY and spec ECC_NIST_P256, ECC_NIST_P384,"
                        + " RSA_2048, RSA_3072 or RSA_4096.",
                null);
    }

    @Override
    public String toString() {
        return "KMS key " + keyArn;
    }
}
