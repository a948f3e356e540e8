package dev.rolesanywhere.authorities.acmpca;

import dev.rolesanywhere.authorities.aws.AwsCallFailure;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;

/** A CA of AWS Private CA, general-purpose or short-lived: whether it can issue, and its certificate. */
public final class PrivateCa {
    private final AcmPcaClient pca;
    private final CertificateAuthorityLoader loader;
    private final String authorityArn;
    private final String templateArn;

    /** @param templateArn a template that takes subject and extensions from APIPassthrough, not from the pod's request */
    public PrivateCa(AcmPcaClient pca, CertificateAuthorityLoader loader, String authorityArn, String templateArn) {
        this.pca = pca;
        this.loader = loader;
        this.authorityArn = authorityArn;
        this.templateArn = templateArn;
    }

    /** Reads the CA from AWS; the CA's own certificate is the trust anchor, even if it has an issuer. */
    public LoadedAuthority load() {
        try {
            requireActive();
            List<X509Certificate> path = List.of(certificate());
            return loader.unfit(path)
                    .<LoadedAuthority>map(unfit -> unfit)
                    .orElseGet(() -> new LoadedAuthority.Usable(
                            new PrivateCaAuthority(pca, authorityArn, templateArn, path.getFirst())));
        } catch (UnusableAuthorityException e) {
            return e.unusable();
        }
    }

    private void requireActive() {
        CertificateAuthorityStatus status;
        try {
            status = pca.describeCertificateAuthority(request -> request.certificateAuthorityArn(authorityArn))
                    .certificateAuthority()
                    .status();
        } catch (SdkException e) {
            throw AwsCallFailure.of(e, "acm-pca:DescribeCertificateAuthority", authorityArn);
        }
        if (status != CertificateAuthorityStatus.ACTIVE) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.BackendNotActive, authorityArn + " is " + status + ". " + advice(status), null);
        }
    }

    private static String advice(CertificateAuthorityStatus status) {
        return switch (status) {
            case PENDING_CERTIFICATE -> "Install its CA certificate.";
            case DISABLED -> "Enable it again.";
            case DELETED -> "Restore it, or name another CA.";
            case EXPIRED -> "Renew its CA certificate, or name another CA.";
            default -> "Only an ACTIVE CA issues.";
        };
    }

    private X509Certificate certificate() {
        try {
            String pem = pca.getCertificateAuthorityCertificate(
                            request -> request.certificateAuthorityArn(authorityArn))
                    .certificate();
            return CertificatePem.decode(pem.getBytes(StandardCharsets.US_ASCII))
                    .getFirst();
        } catch (SdkException e) {
            throw AwsCallFailure.of(e, "acm-pca:GetCertificateAuthorityCertificate", authorityArn);
        } catch (CertificateException e) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.BackendUnavailable,
                    authorityArn + " returned a certificate that cannot be read.",
                    e);
        }
    }
}
