package dev.rolesanywhere.authorities.acmpca;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityUsageMode;
import software.amazon.awssdk.services.acmpca.model.KeyAlgorithm;
import software.amazon.awssdk.services.acmpca.model.SigningAlgorithm;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;

/** Root CAs in moto's Private CA. */
public final class MotoPrivateCa {
    private static final String ROOT = "arn:aws:acm-pca:::template/RootCACertificate/V1";

    private MotoPrivateCa() {}

    /** @return its ARN */
    public static String installed(AcmPcaClient pca, CertificateAuthorityUsageMode mode) {
        String arn = created(pca, mode);
        install(pca, arn);
        return arn;
    }

    /** Without its certificate. */
    static String created(AcmPcaClient pca, CertificateAuthorityUsageMode mode) {
        return pca.createCertificateAuthority(request -> request.certificateAuthorityType(CertificateAuthorityType.ROOT)
                        .usageMode(mode)
                        .certificateAuthorityConfiguration(configuration -> configuration
                                .keyAlgorithm(KeyAlgorithm.RSA_2048)
                                .signingAlgorithm(SigningAlgorithm.SHA256_WITHRSA)
                                .subject(subject ->
                                        subject.organization("prod.example.org").commonName("private CA"))))
                .certificateAuthorityArn();
    }

    private static void install(AcmPcaClient pca, String authority) {
        String csr = pca.getCertificateAuthorityCsr(request -> request.certificateAuthorityArn(authority))
                .csr();
        String root = pca.issueCertificate(request -> request.certificateAuthorityArn(authority)
                        .csr(SdkBytes.fromUtf8String(csr))
                        .signingAlgorithm(SigningAlgorithm.SHA256_WITHRSA)
                        .templateArn(ROOT)
                        .validity(validity ->
                                validity.type(ValidityPeriodType.YEARS).value(10L)))
                .certificateArn();
        String pem = pca.getCertificate(
                        request -> request.certificateAuthorityArn(authority).certificateArn(root))
                .certificate();
        pca.importCertificateAuthorityCertificate(
                request -> request.certificateAuthorityArn(authority).certificate(SdkBytes.fromUtf8String(pem)));
    }
}
