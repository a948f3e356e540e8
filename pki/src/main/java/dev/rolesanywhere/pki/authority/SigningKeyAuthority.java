package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.certificate.Fingerprint;
import dev.rolesanywhere.pki.leaf.LeafProfile;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.operator.RuntimeOperatorException;

/** An authority that builds its leaf certificates itself; the holder of its key signs them. */
public final class SigningKeyAuthority implements CertificateAuthority {
    private final List<X509Certificate> path;
    private final SigningKey key;
    private final SecureRandom random;

    /**
     * Nothing is checked here; certificates and keys come through {@link CertificateAuthorityLoader}.
     *
     * @param path the issuer's certificate first, the trust anchor last; one certificate may be both
     */
    SigningKeyAuthority(List<X509Certificate> path, SigningKey key, SecureRandom random) {
        this.path = List.copyOf(path);
        this.key = key;
        this.random = random;
    }

    @Override
    public List<X509Certificate> path() {
        return path;
    }

    @Override
    public X509Certificate issue(LeafTemplate template) {
        try {
            SignatureAlgorithm algorithm =
                    SignatureAlgorithm.of(certificate().getPublicKey()).orElseThrow();
            return LeafProfile.draft(template, certificate(), random).sign(new HeldSigner(key, algorithm));
        } catch (UnusableAuthorityException e) {
            throw new IssuingFailedException(String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException | RuntimeOperatorException e) {
            throw new IssuingFailedException("The certificate authority's key did not sign.", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKeyAuthority[" + Fingerprint.sha256(certificate()) + "]";
    }
}
