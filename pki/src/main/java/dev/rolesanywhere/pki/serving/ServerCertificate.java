package dev.rolesanywhere.pki.serving;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A TLS server's certificate with its key. */
public final class ServerCertificate {
    private final X509Certificate certificate;
    private final X509Certificate issuer;
    private final PrivateKey key;
    private final List<String> dnsNames;

    ServerCertificate(X509Certificate certificate, X509Certificate issuer, PrivateKey key, List<String> dnsNames) {
        this.certificate = certificate;
        this.issuer = issuer;
        this.key = key;
        this.dnsNames = dnsNames;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** For the TLS stack; never to be shown. */
    public PrivateKey key() {
        return key;
    }

    public String certificatePem() {
        return CertificatePem.encode(certificate);
    }

    /** PKCS#8. Secret. */
    public String keyPem() {
        return PrivateKeyPem.encode(key);
    }

    /** Whether another one is to be issued: two thirds of its life are over, or another authority signs now, or names changed. */
    public boolean renewalDue(ServingAuthority signing, List<String> wantedNames, Instant now) {
        return Validity.of(certificate).renewalDue(now)
                || !issuer.equals(signing.certificate())
                || !dnsNames.equals(wantedNames);
    }

    @Override
    public String toString() {
        return "ServerCertificate" + dnsNames;
    }
}
