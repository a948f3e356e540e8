package dev.rolesanywhere.pki.authority;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

/** Bouncy Castle's signer over a {@link SigningKey}. For one signature. */
final class HeldSigner implements ContentSigner {
    private final SigningKey key;
    private final SignatureAlgorithm algorithm;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    HeldSigner(SigningKey key, SignatureAlgorithm algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return algorithm.identifier();
    }

    @Override
    public OutputStream getOutputStream() {
        return message;
    }

    @Override
    public byte[] getSignature() {
        return key.sign(algorithm, message.toByteArray());
    }
}
