package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.crds.egress.PemRule;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CertManager(
        @Required
        @JsonPropertyDescription("The issuer: one of cert-manager, or of another API group such as step-ca's.")
        IssuerReference issuerRef,

        @Required
        @Size(max = 65536)
        @ValidationRule(
                value = PemRule.IS_MET + " && !self.contains('PRIVATE KEY')",
                message =
                        "caBundle must be PEM certificates without a key, at least one of them readable: first the certificate that"
                                + " signs leaf certificates, last the certificate to register in AWS; for a CA issuer use tls.crt of its Secret")
        @JsonPropertyDescription(
                "Certificates of the issuer's CA (PEM): first the certificate that signs leaf certificates, then its issuers. The"
                        + " last certificate is the one to register in AWS.")
        String caBundle) {
    public static final String DEFAULT_KIND = "Issuer";
    public static final String DEFAULT_GROUP = "cert-manager.io";

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(
            value =
                    "(has(self.group) && self.group != 'cert-manager.io') || !has(self.kind) || self.kind in ['Issuer', 'ClusterIssuer']",
            message =
                    "issuerRef.kind must be Issuer or ClusterIssuer, unless issuerRef.group is the group of an external issuer, such"
                            + " as certmanager.step.sm")
    public record IssuerReference(
            @Required
            @Size(min = 1, max = 253)
            @ValidationRule(
                    value = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')",
                    message = "issuerRef.name must be the name of an issuer, such as roles-anywhere")
            @JsonPropertyDescription("Name of the issuer. A namespaced issuer must be in the operator's namespace.")
            String name,

            @Default(DEFAULT_KIND)
            @Size(max = 63)
            @ValidationRule(
                    value = "self.matches('^[A-Z][A-Za-z0-9]*$')",
                    message = "issuerRef.kind must be a kind, such as Issuer or ClusterIssuer")
            @JsonPropertyDescription("Kind of the issuer.")
            @Nullable
            String kind,

            @Default(DEFAULT_GROUP)
            @Size(max = 253)
            @ValidationRule(
                    value = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')",
                    message = "issuerRef.group must be an API group, such as cert-manager.io")
            @JsonPropertyDescription("API group of the issuer.")
            @Nullable
            String group) {}
}
