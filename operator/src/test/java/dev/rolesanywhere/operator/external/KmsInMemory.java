package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.pki.key.KeySpec;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;

/** A P-256 key for each ARN, because moto's server is not available in this module's tests. */
public final class KmsInMemory implements KmsClient {
    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    public volatile boolean isAway;

    @Override
    public GetPublicKeyResponse getPublicKey(GetPublicKeyRequest request) {
        return GetPublicKeyResponse.builder()
                .keyUsage(KeyUsageType.SIGN_VERIFY)
                .publicKey(
                        SdkBytes.fromByteArray(key(request.keyId()).getPublic().getEncoded()))
                .build();
    }

    @Override
    public SignResponse sign(SignRequest request) {
        try {
            Signature signature = Signature.getInstance("NONEwithECDSA");
            signature.initSign(key(request.keyId()).getPrivate());
            signature.update(request.message().asByteArray());
            return SignResponse.builder()
                    .signature(SdkBytes.fromByteArray(signature.sign()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private KeyPair key(String arn) {
        if (isAway) {
            throw SdkClientException.create("no answer");
        }
        return keys.computeIfAbsent(arn, _ -> KeySpec.P256.generate(new SecureRandom()));
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
