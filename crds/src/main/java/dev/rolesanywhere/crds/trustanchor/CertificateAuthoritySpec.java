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
        value = "(has(self.selfSigned) ? 1 : 0) + (has(self.secretRef) ? 1 : 0) + (has(self.awsKms) ? 1 : 0) +"
                + " (has(self.acmPca) ? 1 : 0) + (has(self.pkcs11) ? 1 : 0) + (has(self.certManager) ? 1 : 0) +"
                + " (has(self.intermediate) ? 1 : 0) + (has(self.external) ? 1 : 0) == 1",
        message = "certificateAuthority must have exactly one of selfSigned, secretRef, intermediate, awsKms, acmPca,"
                + " pkcs11, certManager and external, such as certificateAuthority: {selfSigned: {}}")
@ValidationRule(
        value = "has(self.external) == has(oldSelf.external)",
        message =
                "external cannot be added or removed, because IAM trust policies differ; create a second AWSTrustAnchor"
                        + " and move the roles to it")
public record CertificateAuthoritySpec(
        @JsonPropertyDescription("A CA that the operator creates; its key is in a Secret in the operator's namespace.")
        @Nullable
        SelfSigned selfSigned,

        @JsonPropertyDescription("Your own CA or intermediate, in a Secret in the operator's namespace.") @Nullable
        SecretReference secretRef,

        @JsonPropertyDescription(
                "A CA whose key is in AWS KMS; the operator creates its certificate once and stores it.")
        @Nullable
        AwsKms awsKms,

        @JsonPropertyDescription("A CA of AWS Private CA, which issues every leaf certificate.") @Nullable
        AcmPca acmPca,

        @JsonPropertyDescription("A CA whose key and certificate are on a PKCS#11 token: an HSM or a TPM.") @Nullable
        Pkcs11 pkcs11,

        @JsonPropertyDescription(
                "An issuer of cert-manager, which issues every leaf certificate: a CA, Vault, step-ca, Venafi.")
        @Nullable
        CertManager certManager,

        @JsonPropertyDescription(
                "An intermediate below your own CA: the operator creates the key and a CSR, and you add the signed certificate here."
                        + " The key never leaves the cluster.")
        @Nullable
        Intermediate intermediate,

        @JsonPropertyDescription(
                "Certificates and keys that another component, such as SPIRE, keeps in files of the pod. The operator signs nothing: authorization is weaker, because it depends on the IAM trust policy and on the component that assigns SPIFFE IDs.")
        @Nullable
        External external) {
    /** Without certificates of another component. */
    public CertificateAuthoritySpec(
            @Nullable SelfSigned selfSigned,
            @Nullable SecretReference secretRef,
            @Nullable AwsKms awsKms,
            @Nullable AcmPca acmPca,
            @Nullable Pkcs11 pkcs11,
            @Nullable CertManager certManager,
            @Nullable Intermediate intermediate) {
        this(selfSigned, secretRef, awsKms, acmPca, pkcs11, certManager, intermediate, null);
    }

    public CertificateAuthoritySpec(External external) {
        this(null, null, null, null, null, null, null, external);
    }

    /** Without an intermediate. */
    public CertificateAuthoritySpec(
            @Nullable SelfSigned selfSigned,
            @Nullable SecretReference secretRef,
            @Nullable AwsKms awsKms,
            @Nullable AcmPca acmPca,
            @Nullable Pkcs11 pkcs11,
            @Nullable CertManager certManager) {
        this(selfSigned, secretRef, awsKms, acmPca, pkcs11, certManager, null);
    }

    public CertificateAuthoritySpec(Intermediate intermediate) {
        this(null, null, null, null, null, null, intermediate);
    }

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

    /** The field that is set; absent if only a newer version knows the field. */
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
        if (intermediate != null) {
            return "intermediate";
        }
        if (external != null) {
            return "external";
        }
        return certManager == null ? null : "certManager";
    }
}
