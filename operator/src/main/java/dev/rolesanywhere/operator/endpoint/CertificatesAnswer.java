package dev.rolesanywhere.operator.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.operator.issuance.Issuance;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.operator.issuance.Issuance.Proof;
import dev.rolesanywhere.operator.issuance.Issuance.RefusedRole;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to {@code POST /v1/certificates}, as described in docs/architecture.md. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CertificatesAnswer(String issuerBundle, List<Role> roles, List<Refused> refused) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Role(
            String name,
            String profile,
            @JsonProperty("default") boolean isDefault,
            String roleARN,
            String profileARN,
            String trustAnchorARN,
            String region,
            @Nullable Long sessionDurationSeconds,
            @Nullable String certificate,
            @Nullable List<String> chain,
            @Nullable Files files,
            @Nullable String notBefore,
            String notAfter,
            long waitSeconds,
            @Nullable Long renewAfterSeconds,
            @Nullable String roleSessionName,
            Map<String, String> instanceProperties,
            @Nullable Target targetRole,
            AWSAccess aws) {}

    /** Certificate and key of another component, in files of the pod. */
    record Files(String owner, String trustAnchor, String certificateFile, String keyFile, String spiffeID) {
        static Files of(Proof.Files files) {
            return new Files(
                    files.external().owner(),
                    files.trustAnchor(),
                    files.external().certificatePath(),
                    files.external().keyPath(),
                    files.spiffeId());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Target(
            String roleARN,
            String roleSessionName,
            long durationSeconds,
            @Nullable String externalId,
            @Nullable String sessionPolicy,
            Map<String, String> tags,
            @Nullable Boolean transitiveTags) {
        static @Nullable Target of(Issuance.@Nullable ChainedRole chained) {
            if (chained == null) {
                return null;
            }
            TargetRole settings = chained.settings();
            Map<String, String> tags = new LinkedHashMap<>();
            settings.sessionTags().forEach(tag -> tags.put(tag.key(), tag.value()));
            return new Target(
                    settings.roleARN(),
                    chained.sessionName(),
                    chained.duration().toSeconds(),
                    settings.externalID(),
                    settings.sessionPolicy(),
                    tags,
                    settings.transitiveTags());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refused(
            String role,
            @JsonProperty("default") boolean isDefault,
            IssuingReason reason,
            String message,
            @Nullable Long retryAfterSeconds,
            @Nullable String subject,
            @Nullable String subjectAlternativeNames) {}

    static CertificatesAnswer of(String issuerBundle, Issuance issuance) {
        return new CertificatesAnswer(
                issuerBundle,
                issuance.roles().stream().map(CertificatesAnswer::role).toList(),
                issuance.refused().stream().map(CertificatesAnswer::refused).toList());
    }

    private static Refused refused(RefusedRole role) {
        return new Refused(
                role.role(),
                role.isDefault(),
                role.reason(),
                role.message(),
                role.retryAfter() == null ? null : roundedUp(role.retryAfter()),
                role.names() == null ? null : base64(role.names().subject()),
                role.names() == null ? null : base64(role.names().alternativeNames()));
    }

    private static String base64(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }

    private static Role role(IssuedRole role) {
        Proof.@Nullable Leaf leaf = role.proof() instanceof Proof.Leaf signed ? signed : null;
        return new Role(
                role.name(),
                role.profile(),
                role.isDefault(),
                role.roleARN(),
                role.registration().profileARN(),
                role.registration().registration().arn(),
                role.registration().place().region(),
                role.sessionDuration() == null ? null : role.sessionDuration().toSeconds(),
                leaf == null ? null : base64(leaf.certificate()),
                leaf == null
                        ? null
                        : leaf.chain().stream().map(CertificatesAnswer::base64).toList(),
                role.proof() instanceof Proof.Files files ? Files.of(files) : null,
                leaf == null
                        ? null
                        : leaf.certificate().getNotBefore().toInstant().toString(),
                role.proof().until().toString(),
                roundedUp(role.slot().delay()),
                role.slot().renewAfter().isZero()
                        ? null
                        : role.slot().renewAfter().toSeconds(),
                role.roleSessionName(),
                role.instanceProperties(),
                Target.of(role.target()),
                role.egress());
    }

    private static long roundedUp(Duration wait) {
        return wait.plusSeconds(1).minusNanos(1).toSeconds();
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just made has an encoding", e);
        }
    }
}
