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
                        "trustDomain is immutable because IAM trust policies contain it; create a second AWSTrustAnchor and move the roles to it")
        @JsonPropertyDescription(
                "Name of this cluster in every certificate and IAM trust policy; must be unique among your clusters. At most 63 characters.")
        String trustDomain,

        @Required @JsonPropertyDescription("The certificate authority: set exactly one of the fields.")
        CertificateAuthoritySpec certificateAuthority,

        @Default("1h")
        @ValidationRule(
                value =
                        "self.matches('^([0-9]+h)?([0-9]+m)?([0-9]+s)?$') && duration(self) >= duration('15m') && duration(self) <= duration('24h')",
                message = "leafDuration must be between 15m and 24h, written like 1h or 90m")
        @Size(max = 16)
        @JsonPropertyDescription(
                "Lifetime of a pod's certificate, 15m to 24h. After a binding is deleted, access lasts at most one certificate"
                        + " lifetime plus one session. A stolen pod key works from anywhere for the same time, even after the pod is deleted.")
        @Nullable
        String leafDuration,

        @Size(max = 64)
        @JsonPropertyDescription(
                "The AWS trust anchors, one per account and region, that trust this certificate authority. May be added later,"
                        + " because the CA must exist before it can be registered in AWS.")
        @Nullable
        List<Registration> registrations,

        @Size(max = 64)
        @ValidationRule(
                value = "self.all(a, self.exists_one(b, a.account == b.account && a.region == b.region))",
                message = "managedRegistrations must name each account and region once")
        @JsonPropertyDescription(
                "Accounts and regions in which the operator manages a trust anchor and a profile; the operator needs AWS credentials for this.")
        @Nullable
        List<ManagedRegistration> managedRegistrations,

        @JsonPropertyDescription("How pods reach AWS. A role's own settings override these.") @Nullable
        AWSAccess aws) {
    private static final String TRUST_DOMAIN = "^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$";
    private static final String DURATION = "^(?=.)([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,8}s)?$";

    /** An object from before the schema may lack any field, so readers must accept missing fields. */
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

    /** Why this trust anchor cannot issue, with the correction; empty if it can. */
    public Optional<String> defect() {
        if (!trustDomain.matches(TRUST_DOMAIN)) {
            return Optional.of(
                    "spec.trustDomain must have only lower-case letters, digits, dots and dashes. Write it like prod-1.example.org.");
        }
        if (leafDuration != null && !leafDuration.matches(DURATION)) {
            return Optional.of("spec.leafDuration is not a duration. Write it like 1h or 90m.");
        }
        SelfSigned own = certificateAuthority.selfSigned();
        if (own != null && own.keyAlgorithm() == SelfSigned.KeyAlgorithm.Unknown) {
            return Optional.of(
                    "spec.certificateAuthority.selfSigned.keyAlgorithm has a value that this version does not support. Write P256 or RSA3072.");
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
                        "spec.managedRegistrations has a state that this version does not support. Write Present or Absent.")
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
