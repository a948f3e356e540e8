package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.crds.egress.PemRule;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Intermediate(
        @Default("P256")
        @JsonPropertyDescription("Key of the CA: P256 (ECDSA) or RSA3072. Applies when the key is created.")
        SelfSigned.@Nullable KeyAlgorithm keyAlgorithm,

        @Size(max = 16384)
        @ValidationRule(
                value = PemRule.IS_MET + " && !self.contains('PRIVATE KEY')",
                message =
                        "certificate must be PEM certificates without a key, at least one of them readable: first the certificate"
                                + " issued from status.certificateSigningRequest, then its issuers up to the one that AWS must trust")
        @JsonPropertyDescription(
                "The certificate that your CA issued from status.certificateSigningRequest (PEM), then its issuers up to the one that"
                        + " AWS must trust. The last certificate is registered in AWS; a single certificate is registered itself.")
        @Nullable
        String certificate) {}
