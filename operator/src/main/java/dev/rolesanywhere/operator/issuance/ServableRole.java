package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.issuance.Issuance.Proof;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.operator.slots.Place;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.leaf.LeafLifetime;
import dev.rolesanywhere.pki.leaf.LeafNames;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.LeafTerms;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bound role that the policy has accepted, with all that a certificate of it needs. */
record ServableRole(
        GivenRole given,
        AWSRole role,
        AWSTrustAnchor anchor,
        LeafSource source,
        RegistrationChoice.Served registration) {

    /** AWS's limit for chained roles. */
    private static final Duration LONGEST_CHAINED = Duration.ofHours(1);

    String name() {
        return given.role();
    }

    /** The account and region whose quota a session of this role uses. */
    Place place() {
        return new Place(registration.place().account(), registration.place().region());
    }

    LeafNames names(PodReference pod) {
        return LeafNames.of(identity(pod), name());
    }

    /** Empty if the authority expires too early for these terms. */
    Optional<LeafTemplate> template(PodReference pod, CertificateRequest.Proven request, LeafTerms terms, Instant now) {
        Duration lifetime = duration(anchor.getSpec().leafDuration()).orElse(LeafLifetime.DEFAULT);
        return terms.choose(source.validity(), lifetime, now)
                .map(validity -> new LeafTemplate(identity(pod), name(), request, validity));
    }

    /** Signs a leaf, or names the admitted leaf of another component, for as long as a leaf would live. */
    Proof prove(PodReference pod, LeafTemplate template) {
        return switch (source) {
            case LeafSource.Signed(CertificateAuthority authority) ->
                new Proof.Leaf(authority.issue(template), authority.chain());
            case LeafSource.Files(External external, var _) ->
                new Proof.Files(
                        external,
                        anchor.getMetadata().getName(),
                        external.spiffeId(anchor.getSpec().trustDomain(), pod.namespace(), pod.serviceAccount()),
                        template.validity().notAfter());
        };
    }

    /** Whether the authority signs the names of a request, which the pod must then write. */
    boolean wantsNamedRequest() {
        return source instanceof LeafSource.Signed(CertificateAuthority authority) && authority.wantsNamedRequest();
    }

    /** Whether another component issues the certificates. */
    boolean isIssuedElsewhere() {
        return source instanceof LeafSource.Files;
    }

    /** Whether the authority can sign a key without a request. */
    boolean signsBareKeys() {
        return source instanceof LeafSource.Signed(CertificateAuthority authority) && authority.signsBareKeys();
    }

    /** Absent if the profile's duration applies. */
    @Nullable
    Duration sessionDuration() {
        return duration(role.getSpec().sessionDuration()).orElse(null);
    }

    /** Absent if AWS names the session after the certificate. */
    @Nullable
    String roleSessionName(PodReference pod) {
        return role.getSpec().sessionName() == AWSRoleSpec.SessionName.Pod ? Attribution.sessionName(pod) : null;
    }

    Map<String, String> instanceProperties(PodReference pod) {
        return Attribution.of(pod, anchor.getSpec().trustDomain());
    }

    /**
     * Absent if the role's own session is served. STS requires a session name, so this is always the pod's own name.
     */
    Issuance.@Nullable ChainedRole target(PodReference pod) {
        TargetRole target = role.getSpec().targetRole();
        return target == null
                ? null
                : new Issuance.ChainedRole(
                        target,
                        duration(target.sessionDuration()).orElse(LONGEST_CHAINED),
                        Attribution.sessionName(pod));
    }

    private WorkloadIdentity identity(PodReference pod) {
        return new WorkloadIdentity(anchor.getSpec().trustDomain(), pod.namespace(), pod.serviceAccount());
    }

    private static Optional<Duration> duration(@Nullable String written) {
        return Optional.ofNullable(written).map(WrittenDuration::parse);
    }
}
