package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Exactly one member is set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "(has(self.selfSigned) ? 1 : 0) + (has(self.secretRef) ? 1 : 0) + (has(self.awsKms) ? 1 : 0) + (has(self.acmPca) ? 1 : 0)"
                        + " + (has(self.pkcs11) ? 1 : 0) + (has(self.certManager) ? 1 : 0) == 1",
        message =
                "certificateAuthority must have exactly one of selfSigned, secretRef, awsKms, acmPca, pkcs11 and certManager, such as certificateAuthority: {selfSigned: {}}")
public record CertificateAuthoritySpec(
        @JsonPropertyDescription("A CA that the operator makes; its key is in a Secret of the operator's namespace.")
        @Nullable
        SelfSigned selfSigned,

        @JsonPropertyDescription("Your own CA or intermediate, in a Secret of the operator's namespace.") @Nullable
        SecretReference secretRef,

        @JsonPropertyDescription("A CA whose key is in AWS KMS; the operator makes its certificate once and keeps it.")
        @Nullable
        AwsKms awsKms,

        @JsonPropertyDescription("A CA of AWS Private CA, which issues every leaf.") @Nullable
        AcmPca acmPca,

        @JsonPropertyDescription("A CA whose key and certificate are on a PKCS#11 token: an HSM or a TPM.") @Nullable
        Pkcs11 pkcs11,

        @JsonPropertyDescription("An issuer of cert-manager, which makes every leaf: a CA, Vault, step-ca, Venafi.")
        @Nullable
        CertManager certManager) {
    /** Without an issuer of cert-manager. */
    public CertificateAuthoritySpec(
            @Nullable SelfSigned selfSigned,
            @Nullable SecretReference secretRef,
            @Nullable AwsKms awsKms,
            @Nullable AcmPca acmPca,
            @Nullable Pkcs11 pkcs11) {
        this(selfSigned, secretRef, awsKms, acmPca, pkcs11, null);
    }

    public CertificateAuthoritySpec(@Nullable SelfSigned selfSigned, @Nullable SecretReference secretRef) {
        this(selfSigned, secretRef, null, null, null, null);
    }

    /** Which member is set; absent where a newer version knows another one. */
    public @Nullable String kind() {
        if (selfSigned != null) {
            return "selfSigned";
        }
        if (secretRef != null) {
            return "secretRef";
        }
        if (awsKms != null) {
            return "awsKms";
        }
        if (acmPca != null) {
            return "acmPca";
        }
        if (pkcs11 != null) {
            return "pkcs11";
        }
        return certManager == null ? null : "certManager";
    }
}
