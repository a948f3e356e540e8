package dev.rolesanywhere.authorities.acmpca;

import dev.rolesanywhere.pki.authority.SignatureAlgorithm;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acmpca.model.CustomAttribute;
import software.amazon.awssdk.services.acmpca.model.ExtendedKeyUsageType;
import software.amazon.awssdk.services.acmpca.model.IssueCertificateRequest;
import software.amazon.awssdk.services.acmpca.model.SigningAlgorithm;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;

/**
 * {@code acm-pca:IssueCertificate} for a leaf. Private CA uses the key and the proof from the pod's request; APIPassthrough sets
 * subject, alternative name and usage.
 */
final class LeafOrder {
    /** The API's limit for an idempotency token. */
    private static final int TOKEN_CHARACTERS = 36;

    private LeafOrder() {}

    static IssueCertificateRequest of(
            LeafTemplate template, String authorityArn, String templateArn, PublicKey issuersKey) {
        return IssueCertificateRequest.builder()
                .certificateAuthorityArn(authorityArn)
                .templateArn(templateArn)
                .csr(SdkBytes.fromUtf8String(template.request().pem()))
                .signingAlgorithm(algorithm(issuersKey))
                .validity(validity -> validity.type(ValidityPeriodType.ABSOLUTE)
                        .value(template.validity().notAfter().getEpochSecond()))
                .apiPassthrough(passed -> passed.subject(subject -> subject.customAttributes(
                                attribute("2.5.4.10", template.identity().trustDomain()),
                                attribute("2.5.4.11", template.roleName()),
                                attribute("2.5.4.3", template.identity().commonName())))
                        .extensions(extensions -> extensions
                                .keyUsage(usage -> usage.digitalSignature(true))
                                .extendedKeyUsage(usage -> usage.extendedKeyUsageType(ExtendedKeyUsageType.CLIENT_AUTH))
                                .subjectAlternativeNames(name -> name.uniformResourceIdentifier(
                                        template.identity().spiffeId()))))
                .idempotencyToken(token(template))
                .build();
    }

    /** The same for the same key, identity and role: a retry within AWS's five minutes gets the same certificate without a second charge. */
    static String token(LeafTemplate template) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(template.publicKey().getEncoded());
            digest.update(template.identity().spiffeId().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(template.roleName().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, TOKEN_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static CustomAttribute attribute(String oid, String value) {
        return CustomAttribute.builder().objectIdentifier(oid).value(value).build();
    }

    private static SigningAlgorithm algorithm(PublicKey issuersKey) {
        return switch (SignatureAlgorithm.of(issuersKey).orElseThrow()) {
            case SHA256_RSA -> SigningAlgorithm.SHA256_WITHRSA;
            case SHA256_ECDSA -> SigningAlgorithm.SHA256_WITHECDSA;
            case SHA384_ECDSA -> SigningAlgorithm.SHA384_WITHECDSA;
        };
    }
}
