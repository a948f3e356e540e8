package dev.rolesanywhere.pki.request;

import dev.rolesanywhere.pki.key.KeyType;
import dev.rolesanywhere.pki.request.CertificateRequest.Proven;
import dev.rolesanywhere.pki.request.CertificateRequest.Refused;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Reads a PKCS#10 request (RFC 2986) and verifies that its sender holds the private key. Subject, extensions and attributes are
 * ignored: the identity comes from the caller's token.
 */
public final class CertificateRequestReader {
    /** A request with an RSA-4096 key and a few names has under 2 KiB. */
    public static final int MAX_BYTES = 16 * 1024;

    /** By OID; SHA-1 and unknown algorithms do not prove possession. */
    private static final Map<String, String> SIGNATURES = Map.of(
            "1.2.840.10045.4.3.2", "SHA256withECDSA",
            "1.2.840.10045.4.3.3", "SHA384withECDSA",
            "1.2.840.10045.4.3.4", "SHA512withECDSA",
            "1.2.840.113549.1.1.11", "SHA256withRSA",
            "1.2.840.113549.1.1.12", "SHA384withRSA",
            "1.2.840.113549.1.1.13", "SHA512withRSA");

    private CertificateRequestReader() {}

    /**
     * Reads and verifies; never throws.
     *
     * @param der one DER-encoded CertificationRequest without trailing bytes
     */
    public static CertificateRequest read(byte[] der) {
        if (der.length > MAX_BYTES) {
            return new Refused(
                    RequestDefect.CsrTooLarge,
                    "The certificate request has " + der.length + " bytes; the limit is " + MAX_BYTES
                            + ". Send a PKCS#10 request with the public key and nothing else.");
        }
        if (!DerShape.isSound(der)) {
            return malformed();
        }
        try {
            CertificationRequest request = CertificationRequest.getInstance(der);
            SubjectPublicKeyInfo key = request.getCertificationRequestInfo().getSubjectPublicKeyInfo();
            KeyType type = KeyType.of(key);
            return AllowedKeys.refusal(type)
                    .<CertificateRequest>map(refused -> refused)
                    .orElseGet(() -> prove(request, key, type, der));
        } catch (RuntimeException e) {
            return malformed();
        }
    }

    private static CertificateRequest prove(
            CertificationRequest request, SubjectPublicKeyInfo keyInfo, KeyType type, byte[] der) {
        String algorithm =
                SIGNATURES.get(request.getSignatureAlgorithm().getAlgorithm().getId());
        if (algorithm == null) {
            return unproven("The certificate request is signed with an algorithm that is not accepted.");
        }
        PublicKey key;
        try {
            key = AllowedKeys.read(keyInfo, type);
        } catch (GeneralSecurityException | IOException e) {
            return malformed();
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update(request.getCertificationRequestInfo().getEncoded(ASN1Encoding.DER));
            return signature.verify(request.getSignature().getOctets())
                    ? new Proven(key, der)
                    : unproven("The signature of the certificate request does not match its public key.");
        } catch (GeneralSecurityException | IOException e) {
            return unproven("The signature of the certificate request does not match its public key.");
        }
    }

    private static Refused unproven(String what) {
        return new Refused(
                RequestDefect.ProofOfPossessionFailed,
                what
                        + " Sign the request with the private key of its public key, using SHA256withECDSA or SHA256withRSA.");
    }

    private static Refused malformed() {
        return new Refused(
                RequestDefect.CsrMalformed,
                "The certificate request cannot be read. Send one PKCS#10 request (RFC 2986) in DER, base64 without line breaks.");
    }
}
