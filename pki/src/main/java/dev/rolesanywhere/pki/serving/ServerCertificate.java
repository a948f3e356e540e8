package dev.rolesanywhere.pki.serving;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeyMatch;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A TLS server's certificate with its key. */
public final class ServerCertificate {
    public static final String CERTIFICATE_ENTRY = "tls.crt";
    public static final String KEY_ENTRY = "tls.key";

    private final X509Certificate certificate;
    private final PrivateKey key;

    ServerCertificate(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * From a Secret's data, decoded from base64.
     *
     * @param random for the challenge that proves that certificate and key are a pair
     * @return empty if the data holds no such pair
     */
    public static Optional<ServerCertificate> decode(Map<String, byte[]> data, SecureRandom random) {
        byte[] crt = data.get(CERTIFICATE_ENTRY);
        byte[] key = data.get(KEY_ENTRY);
        if (crt == null || key == null) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> certificates = CertificatePem.decode(crt);
            return certificates.size() == 1
                            && PrivateKeyPem.decode(key) instanceof PrivateKeyPem.Content.Key(PrivateKey privateKey)
                            && KeyMatch.matches(certificates.getFirst().getPublicKey(), privateKey, random)
                    ? Optional.of(new ServerCertificate(certificates.getFirst(), privateKey))
                    : Optional.empty();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    /** PEM texts for a Secret of type {@code kubernetes.io/tls}. Secret. */
    public Map<String, String> secretData() {
        return Map.of(CERTIFICATE_ENTRY, CertificatePem.encode(certificate), KEY_ENTRY, PrivateKeyPem.encode(key));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** For the TLS stack; never print it. */
    public PrivateKey key() {
        return key;
    }

    /** Whether a new certificate is due: two thirds of the lifetime are over, another authority signs now, or a name is missing. */
    public boolean renewalDue(ServingAuthority signing, Collection<String> desiredNames, Instant now) {
        return Validity.of(certificate).renewalDue(now)
                || !isIssuedBy(signing)
                || !dnsNames().containsAll(desiredNames);
    }

    private boolean isIssuedBy(ServingAuthority authority) {
        try {
            certificate.verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Set<String> dnsNames() {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream().map(name -> name.get(1).toString()).collect(Collectors.toSet());
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    @Override
    public String toString() {
        return "ServerCertificate[" + certificate.getSerialNumber().toString(16) + "]";
    }
}
