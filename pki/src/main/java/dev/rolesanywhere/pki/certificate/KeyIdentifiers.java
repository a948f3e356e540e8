package dev.rolesanywhere.pki.certificate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Subject and authority key identifiers. */
final class KeyIdentifiers {
    private static final int BYTES = 20;

    private KeyIdentifiers() {}

    /** The leftmost 160 bits of the SHA-256 of the public key's bits (RFC 7093, method 1). */
    static SubjectKeyIdentifier ofSubject(PublicKey key) {
        byte[] bits = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getPublicKeyData()
                .getBytes();
        return new SubjectKeyIdentifier(Arrays.copyOf(sha256(bits), BYTES));
    }

    /** The subject key identifier from the issuer's certificate; path builders compare the two. */
    static AuthorityKeyIdentifier ofIssuer(X509Certificate issuer) {
        byte[] wrapped = issuer.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        SubjectKeyIdentifier identifier = wrapped == null
                ? ofSubject(issuer.getPublicKey())
                : SubjectKeyIdentifier.getInstance(
                        ASN1OctetString.getInstance(wrapped).getOctets());
        return new AuthorityKeyIdentifier(identifier.getKeyIdentifier());
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
