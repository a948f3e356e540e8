package dev.rolesanywhere.authorities.acmpca;

import dev.rolesanywhere.authorities.aws.AwsCallFailure;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.GetCertificateRequest;
import software.amazon.awssdk.services.acmpca.model.RequestInProgressException;

/**
 * Leaves from AWS Private CA. The chain in the answer is not used: it holds only the trust anchor and its issuers. Template and CA may
 * change the leaf, so {@code CheckedAuthority} compares it with the request.
 */
final class PrivateCaAuthority implements CertificateAuthority {
    /** Private CA usually issues within a second; a pod that times out retries and gets the same certificate. */
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private static final int MAX_QUESTIONS = 40;

    private final AcmPcaClient pca;
    private final String authorityArn;
    private final String templateArn;
    private final X509Certificate certificate;

    PrivateCaAuthority(AcmPcaClient pca, String authorityArn, String templateArn, X509Certificate certificate) {
        this.pca = pca;
        this.authorityArn = authorityArn;
        this.templateArn = templateArn;
        this.certificate = certificate;
    }

    @Override
    public List<X509Certificate> path() {
        return List.of(certificate);
    }

    /** AWS reads the key from a request, and chooses the beginning of the leaf itself. */
    @Override
    public boolean signsBareKeys() {
        return false;
    }

    @Override
    public boolean costsPerLeaf() {
        return true;
    }

    @Override
    public X509Certificate issue(LeafTemplate template) {
        String leafArn = order(template);
        GetCertificateRequest wanted = GetCertificateRequest.builder()
                .certificateAuthorityArn(authorityArn)
                .certificateArn(leafArn)
                .build();
        try {
            return CertificatePem.decode(await(wanted).getBytes(StandardCharsets.US_ASCII))
                    .getFirst();
        } catch (SdkException e) {
            throw failed(e, "acm-pca:GetCertificate");
        } catch (CertificateException | NoSuchElementException e) {
            throw new IssuingFailedException("AWS Private CA's answer holds no certificate.", e);
        }
    }

    private String await(GetCertificateRequest wanted) {
        for (int i = 1; ; i++) {
            try {
                return pca.getCertificate(wanted).certificate();
            } catch (RequestInProgressException e) {
                if (i == MAX_QUESTIONS || !paused()) {
                    throw e;
                }
            }
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(BETWEEN);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String order(LeafTemplate template) {
        try {
            return pca.issueCertificate(LeafOrder.of(template, authorityArn, templateArn, certificate.getPublicKey()))
                    .certificateArn();
        } catch (SdkException e) {
            throw failed(e, "acm-pca:IssueCertificate");
        }
    }

    private IssuingFailedException failed(SdkException failure, String action) {
        var refusal = AwsCallFailure.of(failure, action, authorityArn);
        return new IssuingFailedException(String.valueOf(refusal.getMessage()), refusal);
    }

    @Override
    public String toString() {
        return "PrivateCaAuthority[" + authorityArn + "]";
    }
}
