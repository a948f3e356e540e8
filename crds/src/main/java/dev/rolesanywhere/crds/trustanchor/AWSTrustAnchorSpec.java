package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.crds.egress.AWSAccess;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AWSTrustAnchorSpec(
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
                value = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')",
                message = "trustDomain must be lower-case letters, digits, dots and dashes, such as prod-1.example.org")
        @ValidationRule(
                value = "self == oldSelf",
                message =
                        "trustDomain cannot be changed, since IAM trust policies name it; create a second AWSTrustAnchor and move the roles to it")
        @JsonPropertyDescription(
                "Names this cluster in every certificate and IAM trust policy; unique among your clusters. At most 63 characters, since X.509 bounds the organization at 64.")
        String trustDomain,

        @Required
        @JsonPropertyDescription("Where the key of this certificate authority lives: exactly one of its members.")
        CertificateAuthoritySpec certificateAuthority,

        @Default("1h")
        @ValidationRule(
                value =
                        "self.matches('^([0-9]+h)?([0-9]+m)?([0-9]+s)?$') && duration(self) >= duration('15m') && duration(self) <= duration('24h')",
                message = "leafDuration must be between 15m and 24h, written like 1h or 90m")
        @Size(max = 16)
        @JsonPropertyDescription(
                "How long a pod's certificate lives, 15m to 24h. A deleted binding ends at the latest one leaf and one session later. So does an exported key, which opens sessions from anywhere until its leaf ends, also after the pod is gone.")
        @Nullable
        String leafDuration,

        @Size(max = 64)
        @JsonPropertyDescription(
                "The AWS trust anchors, one per account and region, in which this certificate authority is registered. May be added later: the CA must exist before AWS can know it.")
        @Nullable
        List<Registration> registrations,

        @Size(max = 64)
        @ValidationRule(
                value = "self.all(a, self.exists_one(b, a.account == b.account && a.region == b.region))",
                message = "managedRegistrations must name each account and region once")
        @JsonPropertyDescription(
                "Accounts and regions in which the operator itself keeps a trust anchor and a profile; it needs AWS credentials for that.")
        @Nullable
        List<ManagedRegistration> managedRegistrations,

        @JsonPropertyDescription("How pods reach AWS; a role's own settings come before these.") @Nullable
        AWSAccess aws) {
    private static final String TRUST_DOMAIN = "^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$";
    private static final String DURATION = "^(?=.)([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,8}s)?$";

    /** An object that is older than the schema may lack anything; what it lacks must not break what reads it. */
    public AWSTrustAnchorSpec {
        trustDomain = trustDomain == null ? "" : trustDomain;
        certificateAuthority =
                certificateAuthority == null ? new CertificateAuthoritySpec(null, null) : certificateAuthority;
        registrations = registrations == null
                ? null
                : registrations.stream().filter(Objects::nonNull).toList();
        managedRegistrations = managedRegistrations == null
                ? null
                : managedRegistrations.stream().filter(Objects::nonNull).toList();
    }

    /** What keeps this trust anchor from issuing, with what to write instead; empty where nothing does. */
    public Optional<String> defect() {
        if (!trustDomain.matches(TRUST_DOMAIN)) {
            return Optional.of(
                    "spec.trustDomain is not lower-case letters, digits, dots and dashes. Write it like prod-1.example.org.");
        }
        if (leafDuration != null && !leafDuration.matches(DURATION)) {
            return Optional.of("spec.leafDuration is not a duration. Write it like 1h or 90m.");
        }
        SelfSigned own = certificateAuthority.selfSigned();
        if (own != null && own.keyAlgorithm() == SelfSigned.KeyAlgorithm.Unknown) {
            return Optional.of(
                    "spec.certificateAuthority.selfSigned.keyAlgorithm has a value that this version does not know. Write P256 or RSA3072.");
        }
        External external = certificateAuthority.external();
        Optional<String> files = external == null ? Optional.empty() : external.defect();
        if (files.isPresent()) {
            return files;
        }
        return managedRegistrations != null
                        && managedRegistrations.stream()
                                .anyMatch(managed -> managed.state() == ManagedRegistration.State.Unknown)
                ? Optional.of(
                        "spec.managedRegistrations has a state that this version does not know. Write Present or Absent.")
                : Optional.empty();
    }

    /** Without managed registrations. */
    public AWSTrustAnchorSpec(
            String trustDomain,
            CertificateAuthoritySpec certificateAuthority,
            @Nullable String leafDuration,
            @Nullable List<Registration> registrations,
            @Nullable AWSAccess aws) {
        this(trustDomain, certificateAuthority, leafDuration, registrations, null, aws);
    }
}
