package dev.rolesanywhere.pki.certificate;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate (X.509 v3) before it is signed; the signing key is chosen later. */
public final class CertificateDraft {
    private final X509v3CertificateBuilder builder;

    private CertificateDraft(X500Name issuer, X500Name subject, PublicKey key, Validity validity, SecureRandom random) {
        BigInteger serial = SerialNumbers.next(random);
        builder = new X509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(validity.notBefore()),
                Date.from(validity.notAfter()),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    /** An authority that signs itself and may sign leaves only ({@code pathLen} 0). */
    public static CertificateDraft selfSignedAuthority(
            X500Name subject, PublicKey key, Validity validity, SecureRandom random) {
        return new CertificateDraft(subject, subject, key, validity, random)
                .with(Extension.basicConstraints, true, new BasicConstraints(0))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .with(Extension.subjectKeyIdentifier, false, KeyIdentifiers.ofSubject(key));
    }

    /** A certificate that can sign data but no certificates. */
    public static CertificateDraft endEntity(
            X509Certificate issuer, X500Name subject, PublicKey key, Validity validity, SecureRandom random) {
        // The issuer's name byte by byte: path validation compares encodings before it compares meanings.
        X500Name issuerName =
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
        AuthorityKeyIdentifier authority = KeyIdentifiers.ofIssuer(issuer);
        return new CertificateDraft(issuerName, subject, key, validity, random)
                .with(Extension.basicConstraints, true, new BasicConstraints(false))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .with(Extension.authorityKeyIdentifier, false, authority)
                .with(Extension.subjectKeyIdentifier, false, KeyIdentifiers.ofSubject(key));
    }

    public CertificateDraft with(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
        try {
            builder.addExtension(extension, critical, value);
            return this;
        } catch (CertIOException e) {
            throw new IllegalArgumentException("extension " + extension + " cannot be encoded", e);
        }
    }

    /** Signed by a key in memory: {@code SHA256withECDSA} or {@code SHA256withRSA}, by the kind of the key. */
    public X509Certificate sign(PrivateKey key, SecureRandom random) {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            return sign(new JcaContentSignerBuilder(algorithm)
                    .setSecureRandom(random)
                    .build(key));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the authority's key cannot sign with " + algorithm, e);
        }
    }

    /** Signed by an external key holder: a token, a key service. */
    public X509Certificate sign(ContentSigner signer) {
        try {
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertificateException e) {
            throw new IllegalStateException("the JDK cannot read the certificate that was just signed", e);
        }
    }
}
