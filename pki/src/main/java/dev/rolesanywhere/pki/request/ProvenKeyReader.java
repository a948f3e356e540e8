package dev.rolesanywhere.pki.request;

import dev.rolesanywhere.pki.key.KeyType;
import dev.rolesanywhere.pki.request.CertificateRequest.Proven;
import dev.rolesanywhere.pki.request.CertificateRequest.Refused;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads a public key without a PKCS#10 request. Its proof of possession is a signature of a message that both sides
 * know. A Kubernetes PodCertificateRequest carries a key in this form (KEP-4317): ECDSA of the message's SHA-256, or
 * RSASSA-PSS with SHA-256.
 */
public final class ProvenKeyReader {
    /** An RSA-4096 key has 550 bytes, and its signature 512. */
    private static final int MAX_BYTES = 4 * 1024;

    private static final int DIGEST_BYTES = 32;

    private ProvenKeyReader() {}

    /**
     * Reads and verifies the key. Never throws, for any input.
     *
     * @param key DER of a SubjectPublicKeyInfo without further bytes
     * @param message that was signed with the private key
     */
    public static CertificateRequest read(byte[] key, byte[] message, byte[] signature) {
        if (key.length > MAX_BYTES || signature.length > MAX_BYTES || !DerShape.isSound(key)) {
            return malformed();
        }
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key);
            KeyType type = KeyType.of(info);
            return AllowedKeys.refusal(type)
                    .<CertificateRequest>map(refused -> refused)
                    .orElseGet(() -> prove(info, type, message, signature));
        } catch (RuntimeException e) {
            return malformed();
        }
    }

    private static CertificateRequest prove(SubjectPublicKeyInfo info, KeyType type, byte[] message, byte[] signature) {
        PublicKey key;
        try {
            key = AllowedKeys.read(info, type);
        } catch (GeneralSecurityException | IOException e) {
            return malformed();
        }
        return isProven(key, message, signature) ? Proven.bare(key) : unproven();
    }

    private static boolean isProven(PublicKey key, byte[] message, byte[] signature) {
        return key instanceof RSAPublicKey rsa
                ? saltLengths(rsa).stream().anyMatch(salt -> verifies(key, pss(salt), message, signature))
                : verifies(key, null, message, signature);
    }

    private static boolean verifies(PublicKey key, @Nullable PSSParameterSpec pss, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(pss == null ? "SHA256withECDSA" : "RSASSA-PSS");
            if (pss != null) {
                verifier.setParameter(pss);
            }
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PSSParameterSpec pss(int saltBytes) {
        return new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, saltBytes, 1);
    }

    /**
     * The signer chooses the length, and the signature does not contain it. Go, and so the kubelet, uses the longest;
     * others use the digest's.
     */
    private static List<Integer> saltLengths(RSAPublicKey key) {
        int encoded = (key.getModulus().bitLength() - 1 + 7) / 8;
        return List.of(encoded - DIGEST_BYTES - 2, DIGEST_BYTES);
    }

    private static Refused unproven() {
        return new Refused(
                RequestDefect.ProofOfPossessionFailed,
                "The proof of possession does not match the public key. Sign the pod's UID with the private key of this"
                        + " public key: ECDSA with SHA-256, or RSASSA-PSS with SHA-256.");
    }

    private static Refused malformed() {
        return new Refused(
                RequestDefect.CsrMalformed,
                "The public key cannot be read. Send one SubjectPublicKeyInfo in DER, base64 without line breaks.");
    }
}
