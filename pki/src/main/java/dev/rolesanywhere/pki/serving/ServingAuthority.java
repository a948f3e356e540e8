package dev.rolesanywhere.pki.serving;

import dev.rolesanywhere.pki.certificate.CertificateDraft;
import dev.rolesanywhere.pki.certificate.SerialNumbers;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** One authority for the operator's own TLS: P-256, one year. */
public final class ServingAuthority {
    static final Duration LIFETIME = Duration.ofDays(365);
    static final Duration SERVER_LIFETIME = Duration.ofDays(30);

    private final X509Certificate certificate;
    private final PrivateKey key;

    ServingAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    static ServingAuthority generate(Instant now, SecureRandom random) {
        // A unique name for each: a bundle holds two authorities, and some TLS stacks find issuers by name only.
        String distinction = SerialNumbers.next(random).toString(16).substring(1, 9);
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "roles-anywhere-operator")
                .addRDN(BCStyle.CN, "roles-anywhere-operator TLS " + distinction)
                .build();
        KeyPair pair = KeySpec.P256.generate(random);
        X509Certificate certificate = CertificateDraft.selfSignedAuthority(
                        subject, pair.getPublic(), Validity.starting(now, LIFETIME), random)
                .sign(pair.getPrivate(), random);
        return new ServingAuthority(certificate, pair.getPrivate());
    }

    public X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    Validity validity() {
        return Validity.of(certificate);
    }

    /** A new key and its certificate for a TLS server of these DNS names: P-256, 30 days, never past this authority. */
    public ServerCertificate issueServer(List<String> dnsNames, Instant now, SecureRandom random) {
        KeyPair pair = KeySpec.P256.generate(random);
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "roles-anywhere-operator")
                .addRDN(BCStyle.CN, "roles-anywhere-operator server")
                .build();
        GeneralName[] names = dnsNames.stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        Validity validity = Validity.starting(now, SERVER_LIFETIME).within(validity());
        X509Certificate server = CertificateDraft.endEntity(certificate, subject, pair.getPublic(), validity, random)
                .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .with(Extension.subjectAlternativeName, false, new GeneralNames(names))
                .sign(key, random);
        return new ServerCertificate(server, pair.getPrivate());
    }

    @Override
    public String toString() {
        return "ServingAuthority[" + certificate.getSubjectX500Principal() + "]";
    }
}
