package dev.rolesanywhere.pki.certificate;

import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** The fingerprint of a certificate or a key, as status fields and messages show it. */
public final class Fingerprint {
    private Fingerprint() {}

    /** SHA-256 of the key's SubjectPublicKeyInfo, 64 lowercase hex digits without separators. */
    public static String sha256(PublicKey key) {
        return HexFormat.of().formatHex(KeyIdentifiers.sha256(key.getEncoded()));
    }

    /** SHA-256 of the certificate's DER, 64 lowercase hex digits without separators. */
    public static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(KeyIdentifiers.sha256(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }
}
