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
import dev.rolesanywhere.crds.trustanchor.ManagedRegistrationStatus;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.outcome.NamespaceVote;
import dev.rolesanywhere.operator.outcome.RefusalAdvice;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.pki.authority.IssuerTags;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An AWSTrustAnchor's conditions. {@code Ready} is about the CA; {@code Registered} is about AWS's trust in the CA. */
final class TrustAnchorFindings {
    private static final String NOT_ASKED =
            "The operator could not check AWS itself. Check the trust anchor in AWS, or allow the operator to reach AWS.";

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
            when facts.wayRefused() != null -> unmet(Ready, Reason.EgressNotAllowed, facts.wayRefused());
            case AuthorityState.Usable usable ->
                met(Ready, Reason.Issuing, "Certificates are issued." + facts.wayWarning() + tagWarning(facts, usable));
            case AuthorityState.IssuedElsewhere _
            when facts.wayRefused() != null -> unmet(Ready, Reason.EgressNotAllowed, facts.wayRefused());
            case AuthorityState.IssuedElsewhere elsewhere ->
                met(Ready, Reason.IssuedElsewhere, elsewhere.message() + facts.wayWarning());
            case AuthorityState.Unusable unusable ->
                unmet(Ready, Reason.CertificateAuthorityNotReady, unusable.message());
        };
    }

    /** Managed profiles do not map the issuer's names. */
    private static String tagWarning(TrustAnchorFacts facts, AuthorityState.Usable usable) {
        List<ManagedRegistrationStatus> managed =
                Optional.ofNullable(facts.managed().statuses()).orElse(List.of());
        boolean kept = facts.registrations().isEmpty()
                ? facts.managed().finding().isPresent()
                : facts.registrations().stream().allMatch(registration -> managed.stream()
                        .anyMatch(it -> registration.arn().equals(it.trustAnchorARN())));
        return kept
                ? ""
                : IssuerTags.warning(usable.authority().certificate())
                        .map(it -> " Warning: " + it)
                        .orElse("");
    }

    private static Finding authority(TrustAnchorFacts facts) {
        return switch (facts.authority()) {
            case AuthorityState.Usable(var _, Reason reason, String message) ->
                met(CertificateAuthorityReady, reason, message);
            case AuthorityState.IssuedElsewhere(var _, Reason reason, String message) ->
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
                    "Next: register status.caBundle (also in ConfigMap '%s', ca.crt) as a trust anchor in AWS, and add its ARN to spec.registrations."
                            .formatted(AuthorityNames.own(facts.name())));
        }
        return facts.proof()
                .flatMap(TrustAnchorFindings::proven)
                .or(() -> reported(facts))
                .or(() -> saidBefore(facts))
                .orElseGet(
                        () -> unknown(
                                Registered,
                                Reason.NotConfirmedYet,
                                "No pod has used a certificate of this CA with AWS yet. The first successful use confirms the registration."));
    }

    /** AWS's answer to the operator itself overrides reports of pods. */
    private static Optional<Finding> proven(TrustProof proof) {
        return switch (proof) {
            case TrustProof.Trusted _ ->
                Optional.of(met(
                        Registered,
                        Reason.Confirmed,
                        "AWS accepts certificates of this CA, as checked by the operator."));
            case TrustProof.NotYet(String message) ->
                Optional.of(unmet(
                        Registered,
                        Reason.UntrustedByAWS,
                        "AWS rejected a certificate of this CA in the operator's own check: %s Copy status.caBundle into that trust anchor."
                                .formatted(message)));
            case TrustProof.AnchorMissing(String message) ->
                Optional.of(unmet(
                        Registered,
                        Reason.AnchorMissingOrDisabled,
                        "AWS rejected a certificate of this CA in the operator's own check: %s Check the trust anchor's ARN, or enable the trust anchor."
                                .formatted(message)));
            case TrustProof.Unknown _ -> Optional.empty();
        };
    }

    /** If the operator could not check AWS itself, pods of several namespaces decide, never those of one. */
    private static Optional<Finding> reported(TrustAnchorFacts facts) {
        NamespaceVote vote = facts.vote();
        return switch (vote.verdict()) {
            case SILENCE -> Optional.empty();
            case WELL ->
                Optional.of(met(
                        Registered,
                        Reason.Confirmed,
                        "AWS accepts certificates of this CA, as reported by pods of "
                                + NamespaceVote.named(vote.well().keySet()) + "."));
            case BADLY ->
                Optional.of(unmet(
                        Registered,
                        reason(vote),
                        "AWS refuses certificates of this CA, as reported by pods of %s. %s"
                                .formatted(NamespaceVote.named(vote.badly().keySet()), advice(facts, vote))));
            case ONE_NAMESPACE -> Optional.of(unknown(Registered, Reason.OneNamespaceReports, oneNamespace(vote)));
            case DISAGREEMENT ->
                Optional.of(unknown(
                        Registered,
                        Reason.NamespacesDisagree,
                        "Some pods report that AWS accepts certificates of this CA (%s), others that AWS refuses them (%s). %s"
                                .formatted(
                                        NamespaceVote.named(vote.well().keySet()),
                                        NamespaceVote.named(vote.badly().keySet()),
                                        NOT_ASKED)));
        };
    }

    private static String oneNamespace(NamespaceVote vote) {
        boolean well = vote.badly().isEmpty();
        return "AWS %s certificates of this CA, as reported only by pods of %s. %s"
                .formatted(
                        well ? "accepts" : "refuses",
                        NamespaceVote.named((well ? vote.well() : vote.badly()).keySet()),
                        NOT_ASKED);
    }

    private static String advice(TrustAnchorFacts facts, NamespaceVote vote) {
        String inAws = facts.registrations().stream()
                .map(Registration::arn)
                .collect(Collectors.joining("' or '", "the trust anchor '", "'"));
        String ours = "AWSTrustAnchor '" + facts.name() + "'";
        return reason(vote) == Reason.AnchorMissingOrDisabled
                ? RefusalAdvice.missing(inAws, ours)
                : RefusalAdvice.untrusted(inAws, ours);
    }

    private static Reason reason(NamespaceVote vote) {
        return vote.complaint() == RoleCondition.Reason.AnchorMissingOrDisabled
                ? Reason.AnchorMissingOrDisabled
                : Reason.UntrustedByAWS;
    }

    /** No pod has called the new leader yet; the previous leader's result stays valid. */
    private static Optional<Finding> saidBefore(TrustAnchorFacts facts) {
        if (facts.reported().everReported() || facts.before() == null) {
            return Optional.empty();
        }
        return Conditions.find(facts.before().conditions(), Registered.name())
                .filter(condition -> !condition.reason().equals(Reason.NoARN.name()))
                .map(c -> new Finding(c.type(), c.status(), c.reason(), c.message()));
    }
}
