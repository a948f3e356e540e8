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
        @JsonPropertyDescription("The metadata.generation that this status was decided for.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready, CertificateAuthorityReady, Registered, Rotation, NotExpiring and Managed.")
        @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("What to register in AWS: the CA certificates, PEM.") @Nullable
        String caBundle,

        @JsonPropertyDescription("When the active CA ends, RFC 3339.") @Nullable
        String expires,

        @JsonPropertyDescription("The certificate authorities behind caBundle.") @Nullable
        List<Authority> authorities,

        @JsonPropertyDescription("ConfigMap of the operator's namespace that holds the same PEM, as ca.crt.") @Nullable
        String configMap,

        @JsonPropertyDescription("What the operator keeps in AWS.") @Nullable
        List<ManagedRegistrationStatus> managedRegistrations,

        @JsonPropertyDescription("How many AWSRoles use this trust anchor.") @Nullable
        Integer roles,

        @JsonPropertyDescription(
                "The kind of certificate authority, as the member of spec.certificateAuthority is called.")
        @Nullable
        String certificateAuthority) {

    /** The same with other conditions. */
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
                certificateAuthority);
    }

    /** One CA certificate. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Authority(
            @JsonPropertyDescription("Active signs; Next will; Retiring is still trusted.") @Nullable
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

        /** A value of a newer version counts as unset: it must not cost the list that the object comes in. */
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
