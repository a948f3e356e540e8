package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.fence.NamespaceFence;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import dev.rolesanywhere.operator.registration.Registrations;
import dev.rolesanywhere.pki.issuance.IssuingRoleFacts;
import dev.rolesanywhere.pki.issuance.IssuingTrustAnchorFacts;
import dev.rolesanywhere.pki.issuance.RoleRequest;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Instant;
import java.util.Optional;

/** The facts about one bound role of a caller, read once, so that decision and leaf use the same facts. */
record RoleDossier(
        GivenRole given,
        Optional<AWSRole> role,
        Optional<AWSTrustAnchor> anchor,
        Optional<LeafSource> source,
        Optional<Namespace> namespace,
        boolean namespaceExcluded) {

    String roleName() {
        return given.role();
    }

    /** Which part of the AWSRole or its AWSTrustAnchor is invalid, although the schema rejects such objects. */
    Optional<String> defect() {
        return role.flatMap(found -> found.getSpec().defect().map(it -> "AWSRole '%s': %s".formatted(roleName(), it)))
                .or(() -> anchor.flatMap(found -> found.getSpec().defect().map(it -> "AWSTrustAnchor '%s': %s"
                        .formatted(found.getMetadata().getName(), it))));
    }

    /**
     * All that the issuer needs, after the policy has accepted. The policy refuses a role if a part is missing.
     *
     * @throws IllegalStateException if a part is missing nevertheless
     */
    ServableRole servable() {
        return new ServableRole(
                given,
                role.orElseThrow(() -> incomplete("AWSRole")),
                anchor.orElseThrow(() -> incomplete("AWSTrustAnchor")),
                source.orElseThrow(() -> incomplete("certificate authority")),
                choice().filter(RegistrationChoice.Served.class::isInstance)
                        .map(RegistrationChoice.Served.class::cast)
                        .orElseThrow(() -> incomplete("registration")));
    }

    private IllegalStateException incomplete(String part) {
        return new IllegalStateException(
                "the policy accepted AWSRole '%s', which has no %s".formatted(roleName(), part));
    }

    Optional<RegistrationChoice> choice() {
        return role.map(found -> RegistrationChoice.choose(
                found.getSpec(), anchor.map(Registrations::of).orElse(null)));
    }

    /** The facts for the issuing policy. */
    RoleRequest request(PodReference pod, Instant now) {
        return new RoleRequest(
                pod.namespace(),
                pod.serviceAccount(),
                given.binding().getMetadata().getName(),
                roleName(),
                namespaceExcluded,
                role.map(this::facts).orElse(null),
                anchor.map(this::facts).orElse(null),
                now);
    }

    private IssuingRoleFacts facts(AWSRole found) {
        RegistrationChoice choice = choice().orElseThrow();
        return new IssuingRoleFacts(
                found.getSpec().trustAnchorName(),
                NamespaceFence.allows(
                        found.getSpec().allowedNamespaces(),
                        given.binding().getMetadata().getNamespace(),
                        namespace.map(it -> it.getMetadata().getLabels()).orElse(null)),
                choice instanceof RegistrationChoice.Served,
                switch (choice) {
                    case RegistrationChoice.Served served ->
                        "account " + served.place().account() + " and region "
                                + served.place().region();
                    case RegistrationChoice.NotRegistered(String place) -> place;
                    case RegistrationChoice.NoneFits(String place) -> place;
                });
    }

    private IssuingTrustAnchorFacts facts(AWSTrustAnchor found) {
        String notReady = found.getStatus() == null
                ? null
                : Conditions.find(found.getStatus().conditions(), TrustAnchorCondition.CertificateAuthorityReady.name())
                        .filter(condition -> !condition.holds())
                        .map(Condition::message)
                        .orElse(null);
        return new IssuingTrustAnchorFacts(
                found.getSpec().trustDomain(), source.map(LeafSource::validity).orElse(null), notReady);
    }
}
