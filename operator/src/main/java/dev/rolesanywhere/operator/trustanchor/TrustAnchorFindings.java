package dev.rolesanywhere.operator.trustanchor;

import static dev.rolesanywhere.crds.condition.Finding.met;
import static dev.rolesanywhere.crds.condition.Finding.unknown;
import static dev.rolesanywhere.crds.condition.Finding.unmet;
import static dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.CertificateAuthorityReady;
import static dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Ready;
import static dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Registered;

import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.outcome.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An AWSTrustAnchor's conditions. {@code Ready} is about the CA alone; what AWS thinks of it is {@code Registered}. */
final class TrustAnchorFindings {
    /** Outcomes that say something about the trust anchor rather than about a role or a pod. */
    private static final Set<RoleCondition.Reason> TELLING = EnumSet.of(
            RoleCondition.Reason.Accepted,
            RoleCondition.Reason.UntrustedCertificate,
            RoleCondition.Reason.AnchorMissingOrDisabled);

    private TrustAnchorFindings() {}

    static List<Finding> of(TrustAnchorFacts facts) {
        return Stream.of(
                        Stream.of(ready(facts), authority(facts), registered(facts)),
                        facts.rotation().map(report -> RotationFindings.of(facts.name(), report)).stream(),
                        ExpiryFindings.of(facts).stream(),
                        facts.managed().finding().stream())
                .flatMap(findings -> findings)
                .toList();
    }

    private static Finding ready(TrustAnchorFacts facts) {
        return switch (facts.authority()) {
            case AuthorityState.Usable _
            when facts.wayRefused() != null -> unmet(Ready, Reason.WayToAWSRefused, facts.wayRefused());
            case AuthorityState.Usable _ -> met(Ready, Reason.Issuing, "Certificates are issued.");
            case AuthorityState.Unusable unusable ->
                unmet(Ready, Reason.CertificateAuthorityNotReady, unusable.message());
        };
    }

    private static Finding authority(TrustAnchorFacts facts) {
        return switch (facts.authority()) {
            case AuthorityState.Usable(var _, Reason reason, String message) ->
                met(CertificateAuthorityReady, reason, message);
            case AuthorityState.Unusable(Reason reason, String message) ->
                unmet(CertificateAuthorityReady, reason, message);
        };
    }

    private static Finding registered(TrustAnchorFacts facts) {
        if (facts.registrations().isEmpty()) {
            return unmet(
                    Registered,
                    Reason.NoARN,
                    "Next: register status.caBundle (also in ConfigMap '%s', ca.crt) as a trust anchor in AWS, and put its ARN into spec.registrations."
                            .formatted(AuthorityNames.own(facts.name())));
        }
        return facts.heard()
                .newest(outcome -> TELLING.contains(outcome.reason()))
                .map(TrustAnchorFindings::told)
                .or(() -> saidBefore(facts))
                .orElseGet(
                        () -> unknown(
                                Registered,
                                Reason.NotConfirmedYet,
                                "No pod has used a certificate of this CA with AWS yet; the first one that does confirms the registration."));
    }

    private static Finding told(Outcome outcome) {
        String pod = "Pod " + outcome.pod().namespace() + "/" + outcome.pod().name() + " for AWSRole '" + outcome.role()
                + "': ";
        return switch (outcome.reason()) {
            case Accepted -> met(Registered, Reason.Confirmed, "AWS accepts certificates of this CA.");
            case AnchorMissingOrDisabled -> unmet(Registered, Reason.AnchorMissingOrDisabled, pod + outcome.message());
            default -> unmet(Registered, Reason.UntrustedByAWS, pod + outcome.message());
        };
    }

    /** A new leader has heard nothing yet; what an earlier one heard still stands. */
    private static Optional<Finding> saidBefore(TrustAnchorFacts facts) {
        if (facts.heard().everHeard() || facts.before() == null) {
            return Optional.empty();
        }
        return Conditions.find(facts.before().conditions(), Registered.name())
                .filter(condition -> !condition.reason().equals(Reason.NoARN.name()))
                .map(c -> new Finding(c.type(), c.status(), c.reason(), c.message()));
    }
}
