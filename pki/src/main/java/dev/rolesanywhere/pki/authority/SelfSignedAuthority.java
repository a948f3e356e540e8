package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;

/** A new authority before it is stored in its Secret; load it from the Secret to sign. */
public final class SelfSignedAuthority {
    private final X509Certificate certificate;
    private final PrivateKey key;

    SelfSignedAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** PEM texts for a Secret of type {@code kubernetes.io/tls}: {@code tls.crt} and {@code tls.key} (PKCS#8). Secret. */
    public Map<String, String> secretData() {
        return Map.of(
                CertificateAuthorityLoader.CERTIFICATE_ENTRY, CertificatePem.encode(certificate),
                CertificateAuthorityLoader.KEY_ENTRY, PrivateKeyPem.encode(key));
    }

    @Override
    public String toString() {
        return "SelfSignedAuthority[" + certificate.getSubjectX500Principal() + "]";
    }
}
