package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Exactly one member is set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "(has(self.csi) ? 1 : 0) + (has(self.podCertificate) ? 1 : 0) + (has(self.name) ? 1 : 0) == 1",
        message = "volume must have exactly one of csi, podCertificate and name, such as volume: {name: svid}")
public record ExternalVolume(
        @JsonPropertyDescription("A volume of a CSI driver that writes the files. The webhook adds it to the pod.")
        @Nullable
        Csi csi,

        @JsonPropertyDescription(
                "A projected podCertificate (Kubernetes 1.35 with the feature gate PodCertificateRequest). The webhook adds it to the pod.")
        @Nullable
        PodCertificate podCertificate,

        @Size(max = 63)
        @ValidationRule(
                value = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')",
                message = "name must be the name of a volume that the pods themselves have, such as svid")
        @JsonPropertyDescription("A volume that the pods themselves have, such as the one that spiffe-helper writes.")
        @Nullable
        String name) {

    /** Whether exactly one member is set, as the schema has it. */
    boolean isOne() {
        return Stream.of(csi, podCertificate, name).filter(Objects::nonNull).count() == 1;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Csi(
            @Required
            @Size(min = 1, max = 63)
            @ValidationRule(
                    value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$')",
                    message = "driver must be the name of a CSI driver, such as csi.cert-manager.io")
            @ValidationRule(
                    value = "self != 'csi.spiffe.io'",
                    message =
                            "the driver csi.spiffe.io provides the socket of SPIRE's Workload API, not files: use spiffe-helper to write files in the pod, and set volume.name to its volume")
            @JsonPropertyDescription("Name of the CSI driver, such as csi.cert-manager.io.")
            String driver,

            @Size(max = 32)
            @ValidationRule(
                    value = "self.all(key, key.size() <= 253 && self[key].size() <= 4096)",
                    message = "volumeAttributes must have keys of at most 253 and values of at most 4096 characters")
            @JsonPropertyDescription("Attributes of the driver, such as csi.cert-manager.io/issuer-name.")
            @Nullable
            Map<String, String> volumeAttributes) {
        public Csi {
            driver = driver == null ? "" : driver;
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PodCertificate(
            @Required
            @Size(min = 3, max = 571)
            @ValidationRule(
                    value = "self.matches('^[a-z0-9.-]+/[a-z0-9.-]+$')",
                    message = "signerName must be a domain and a path, such as example.com/workloads")
            @JsonPropertyDescription("The signer of the certificates.")
            String signerName,

            @Default("ECDSAP256")
            @ValidationRule(
                    value = "self in ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521']",
                    message =
                            "keyType must be RSA3072, RSA4096, ECDSAP256, ECDSAP384 or ECDSAP521: IAM Roles Anywhere does not accept ED25519 keys")
            @Size(max = 16)
            @JsonPropertyDescription("The key that the kubelet generates.")
            @Nullable
            String keyType,

            @Default("86400")
            @Min(3600)
            @Max(7862400)
            @JsonPropertyDescription("Maximum lifetime of a certificate, in seconds.")
            @Nullable
            Integer maxExpirationSeconds) {
        public static final String DEFAULT_KEY_TYPE = "ECDSAP256";
        public static final int DEFAULT_SECONDS = 86_400;

        public PodCertificate {
            signerName = signerName == null ? "" : signerName;
        }
    }
}
