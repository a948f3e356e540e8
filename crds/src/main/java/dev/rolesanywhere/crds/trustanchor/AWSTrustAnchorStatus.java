package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.crds.condition.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AWSTrustAnchorStatus(
        @JsonPropertyDescription("The metadata.generation that this status describes.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready, CertificateAuthorityReady, Registered, Rotation, NotExpiring and Managed.")
        @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("The CA certificates to register in AWS, PEM.") @Nullable
        String caBundle,

        @JsonPropertyDescription("When the active CA expires, RFC 3339.") @Nullable
        String expires,

        @JsonPropertyDescription("The certificate authorities in caBundle.") @Nullable
        List<Authority> authorities,

        @JsonPropertyDescription("ConfigMap in the operator's namespace with the same PEM in the entry ca.crt.")
        @Nullable
        String configMap,

        @JsonPropertyDescription("The trust anchors and profiles that the operator manages in AWS.") @Nullable
        List<ManagedRegistrationStatus> managedRegistrations,

        @JsonPropertyDescription("Number of AWSRoles that use this trust anchor.") @Nullable
        Integer roles,

        @JsonPropertyDescription(
                "The kind of certificate authority: the name of the field in spec.certificateAuthority.")
        @Nullable
        String certificateAuthority,

        @JsonPropertyDescription("The CSR for your CA to sign, PEM; only with certificateAuthority.intermediate.")
        @Nullable
        String certificateSigningRequest,

        @JsonPropertyDescription(
                "Issuing or IssuedElsewhere, or the reason why not: that of CertificateAuthorityReady, else that of Ready.")
        @Nullable
        String summary) {

    /** Without a CSR and a summary. */
    public AWSTrustAnchorStatus(
            @Nullable Long observedGeneration,
            @Nullable List<Condition> conditions,
            @Nullable String caBundle,
            @Nullable String expires,
            @Nullable List<Authority> authorities,
            @Nullable String configMap,
            @Nullable List<ManagedRegistrationStatus> managedRegistrations,
            @Nullable Integer roles,
            @Nullable String certificateAuthority) {
        this(
                observedGeneration,
                conditions,
                caBundle,
                expires,
                authorities,
                configMap,
                managedRegistrations,
                roles,
                certificateAuthority,
                null,
                null);
    }

    /** A copy with other conditions. */
    public AWSTrustAnchorStatus with(@Nullable List<Condition> others) {
        return new AWSTrustAnchorStatus(
                observedGeneration,
                others,
                caBundle,
                expires,
                authorities,
                configMap,
                managedRegistrations,
                roles,
                certificateAuthority,
                certificateSigningRequest,
                summary);
    }

    /** One CA certificate. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Authority(
            @JsonPropertyDescription(
                    "Active: signs certificates. Next: will sign after the rotation. Retiring: no longer signs but is still trusted.")
            @Nullable
            State state,

            @JsonPropertyDescription("Subject of the certificate.")
            String subject,

            @JsonPropertyDescription("SHA-256 of the certificate, hex.")
            String fingerprint,

            @JsonPropertyDescription("Start of validity, RFC 3339.")
            String notBefore,

            @JsonPropertyDescription("End of validity, RFC 3339.")
            String notAfter) {}

    /** Spelled as the API spells them. */
    public enum State {
        Active,
        Next,
        Retiring;

        /** A value from a newer version counts as unset, so that parsing the object's list does not fail. */
        @JsonCreator
        static @Nullable State read(String text) {
            for (State value : values()) {
                if (value.name().equals(text)) {
                    return value;
                }
            }
            return null;
        }
    }
}
