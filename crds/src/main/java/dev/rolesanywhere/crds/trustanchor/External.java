package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.egress.PemRule;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Certificates and keys of pods that another component issues, and keeps in files of the pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record External(
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9 ._/-]*[A-Za-z0-9])?$')",
                message = "owner must be the name of the component that writes the files, such as SPIRE")
        @JsonPropertyDescription("Name of the component that writes the files, for messages.")
        String owner,

        @Required @JsonPropertyDescription("The volume with the files. The webhook mounts it in the sidecar only.")
        ExternalVolume volume,

        @Size(max = 253)
        @ValidationRule(
                value = External.IS_FILE,
                message =
                        "certificateFile must be a path below the volume, of letters, digits, '.', '_' and '-', such as tls.crt")
        @JsonPropertyDescription(
                "The leaf certificate, then its intermediates (PEM), as a path in the volume. The default is tls.crt; with volume.podCertificate credentialbundle.pem.")
        @Nullable
        String certificateFile,

        @Size(max = 253)
        @ValidationRule(
                value = External.IS_FILE,
                message =
                        "keyFile must be a path below the volume, of letters, digits, '.', '_' and '-', such as tls.key")
        @JsonPropertyDescription(
                "The private key (PEM, not encrypted), as a path in the volume; it may be the certificateFile. The default is tls.key; with volume.podCertificate credentialbundle.pem.")
        @Nullable
        String keyFile,

        @Default(External.DEFAULT_SPIFFE_ID)
        @Size(max = 512)
        @ValidationRule(
                value =
                        "self.matches('^spiffe://([A-Za-z0-9._/-]|[{](trustDomain|namespace|serviceAccount)[}])+$') && self.contains('{namespace}') && self.contains('{serviceAccount}')",
                message =
                        "spiffeID must be a SPIFFE ID with {namespace} and {serviceAccount}, so that each ServiceAccount has its own, such as spiffe://{trustDomain}/ns/{namespace}/sa/{serviceAccount}")
        @JsonPropertyDescription(
                "The SPIFFE ID of a ServiceAccount's pods, the only URI name of their certificates. {trustDomain}, {namespace} and {serviceAccount} are replaced. IAM trust policies name it.")
        @Nullable
        String spiffeID,

        @Required @JsonPropertyDescription("The CA certificates that AWS must trust.")
        TrustBundle trustBundle) {
    public static final String DEFAULT_SPIFFE_ID = "spiffe://{trustDomain}/ns/{namespace}/sa/{serviceAccount}";

    static final String IS_FILE = "self.matches('^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$')";

    private static final String FILE = "^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$";
    private static final String BUNDLE = "credentialbundle.pem";

    /** An object that is older than the schema may lack anything. */
    public External {
        owner = owner == null ? "another component" : owner;
        volume = volume == null ? new ExternalVolume(null, null, null) : volume;
        trustBundle = trustBundle == null ? new TrustBundle(null, null) : trustBundle;
    }

    /** Why the settings are unusable, with the correction; empty if they are usable. */
    Optional<String> defect() {
        if (!volume.isOne()) {
            return Optional.of(
                    "spec.certificateAuthority.external.volume must have one of csi, podCertificate and name.");
        }
        return certificatePath().matches(FILE) && keyPath().matches(FILE)
                ? Optional.empty()
                : Optional.of(
                        "spec.certificateAuthority.external names a file that is not below the volume. Write it like tls.crt.");
    }

    /** Path of the leaf in the volume. */
    public String certificatePath() {
        return Objects.requireNonNullElse(certificateFile, volume.podCertificate() == null ? "tls.crt" : BUNDLE);
    }

    /** Path of the key in the volume. */
    public String keyPath() {
        return Objects.requireNonNullElse(keyFile, volume.podCertificate() == null ? "tls.key" : BUNDLE);
    }

    /**
     * The SPIFFE ID of a ServiceAccount's pods.
     *
     * @param serviceAccount its name, or a pattern of IAM's
     */
    public String spiffeId(String trustDomain, String namespace, String serviceAccount) {
        return Objects.requireNonNullElse(spiffeID, DEFAULT_SPIFFE_ID)
                .replace("{trustDomain}", trustDomain)
                .replace("{namespace}", namespace)
                .replace("{serviceAccount}", serviceAccount);
    }

    /** Exactly one member is set. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(
            value = "has(self.pem) != has(self.configMapRef)",
            message =
                    "trustBundle must have one of pem and configMapRef, such as configMapRef: {name: spire-bundle, key: bundle.crt}")
    public record TrustBundle(
            @Size(max = 65536)
            @ValidationRule(
                    value = PemRule.IS_MET + " && !self.contains('PRIVATE KEY')",
                    message = "pem must be PEM certificates without a key, at least one of them readable")
            @JsonPropertyDescription("The certificates (PEM).")
            @Nullable
            String pem,

            @JsonPropertyDescription(
                    "An entry of a ConfigMap of the operator's namespace with the certificates (PEM); changes are applied automatically. The default key is bundle.crt, as SPIRE's notifier k8sbundle writes it.")
            AWSAccess.@Nullable EntryReference configMapRef) {
        public static final String DEFAULT_KEY = "bundle.crt";
    }
}
