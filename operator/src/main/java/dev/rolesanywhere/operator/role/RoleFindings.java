package dev.rolesanywhere.operator.role;

import static dev.rolesanywhere.crds.condition.Finding.met;
import static dev.rolesanywhere.crds.condition.Finding.unknown;
import static dev.rolesanywhere.crds.condition.Finding.unmet;
import static dev.rolesanywhere.crds.role.RoleCondition.AcceptedByAWS;
import static dev.rolesanywhere.crds.role.RoleCondition.Ready;
import static dev.rolesanywhere.crds.role.RoleCondition.SessionDurationHonored;
import static java.util.Comparator.comparing;

import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.AWSRoleSpec.TrustPolicyScope;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.role.RoleCondition.Reason;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.operator.egress.CaBundle;
import dev.rolesanywhere.operator.outcome.Contact;
import dev.rolesanywhere.operator.outcome.NamespaceVote;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.RefusalAdvice;
import dev.rolesanywhere.operator.outcome.SessionObjects;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** An AWSRole's conditions. */
final class RoleFindings {
    /** X.520's limit for OU, which holds the role's name. */
    private static final int MAX_NAME = 64;

    private RoleFindings() {}

    static List<Finding> of(RoleFacts facts, Optional<TrustPolicy> policy) {
        return List.of(ready(facts, policy), accepted(facts), sessionDuration(facts));
    }

    private static Finding ready(RoleFacts facts, Optional<TrustPolicy> policy) {
        if (facts.name().length() > MAX_NAME) {
            return unmet(
                    Ready,
                    Reason.NameTooLong,
                    "The name has %d characters, but a certificate's OU allows %d. Create an AWSRole with a shorter name."
                            .formatted(facts.name().length(), MAX_NAME));
        }
        Optional<String> defect = facts.spec().defect();
        if (defect.isPresent()) {
            return unmet(Ready, Reason.SpecInvalid, defect.get());
        }
        RoleFacts.Anchor anchor = facts.anchor();
        String anchorName = facts.spec().trustAnchorName();
        if (anchor == null) {
            return unmet(
                    Ready,
                    Reason.TrustAnchorNotFound,
                    "AWSTrustAnchor '%s' does not exist. Create it, or correct spec.trustAnchorRef.name."
                            .formatted(anchorName));
        }
        if (anchor.notReady() != null) {
            return unmet(
                    Ready,
                    Reason.TrustAnchorNotReady,
                    "AWSTrustAnchor '%s' is not ready: %s".formatted(anchorName, anchor.notReady()));
        }
        if (anchor.wayRefused() != null) {
            return unmet(Ready, Reason.EgressNotAllowed, anchor.wayRefused());
        }
        return switch (facts.choice()) {
            case RegistrationChoice.NoneFits(String place) ->
                unmet(
                        Ready,
                        Reason.NoRegistrationForRegion,
                        "AWSTrustAnchor '%s' has no registration for %s. Add one to its spec.registrations, or correct this role's ARNs."
                                .formatted(anchorName, place));
            case RegistrationChoice.NotRegistered(String place) ->
                met(
                        Ready,
                        Reason.Served,
                        "The role is ready as soon as AWSTrustAnchor '%s' has a registration for %s."
                                .formatted(anchorName, place));
            case RegistrationChoice.Served served ->
                met(
                        Ready,
                        Reason.Served,
                        servedMessage(
                                        anchor.external(),
                                        served,
                                        policy,
                                        facts.spec().aws())
                                + ofTheTarget(facts));
        };
    }

    private static String servedMessage(
            @Nullable External external,
            RegistrationChoice.Served served,
            Optional<TrustPolicy> policy,
            @Nullable AWSAccess own) {
        String message = external == null
                ? "Pods with a binding get certificates for this role."
                : "Pods with a binding use their certificates of %s for this role. The IAM role's trust policy alone decides in AWS, by SPIFFE ID: update it with each new binding."
                        .formatted(external.owner());
        if (TrustPolicies.needsCanonicalArn(served.registration())) {
            message +=
                    " The trust policy contains a placeholder, because aws:SourceArn must not be an alias: set canonicalARN next"
                            + " to '" + served.registration().arn()
                            + "' in the AWSTrustAnchor's spec.registrations.";
        }
        message += CaBundle.warning(own == null ? null : own.caBundle()).orElse("");
        if (policy.isEmpty()) {
            message +=
                    " The trust policy of this scope appears after an AWSRoleBinding in an allowed namespace uses the role.";
        }
        if (policy.filter(TrustPolicy::tooLong).isPresent()) {
            message += tooLong(policy.get(), external == null ? TrustPolicyScope.Role : TrustPolicyScope.Namespace);
        }
        return message;
    }

    private static String tooLong(TrustPolicy policy, TrustPolicyScope shorter) {
        return " Warning: the trust policy has %d characters, but IAM allows %d unless the quota was raised. Use trustPolicyScope: %s."
                .formatted(policy.characters(), TrustPolicy.MAX_CHARACTERS, shorter);
    }

    private static String ofTheTarget(RoleFacts facts) {
        TargetRole target = facts.spec().targetRole();
        return target == null
                ? ""
                : TargetStability.of(target).sentence()
                        + TrustPolicies.targetPolicy(facts)
                                .filter(TrustPolicy::tooLong)
                                .map(policy ->
                                        " Warning: the target role's trust policy has %d characters, but IAM allows %d unless the quota was raised. Use fewer tags, or trustPolicyScope: Role."
                                                .formatted(policy.characters(), TrustPolicy.MAX_CHARACTERS))
                                .orElse("");
    }

    private static Finding accepted(RoleFacts facts) {
        return answered(facts, facts.pods().reported().onTheRole())
                .or(() -> saidBefore(facts, AcceptedByAWS))
                .orElseGet(() -> unknown(AcceptedByAWS, Reason.NotTriedYet, nextStep(facts)));
    }

    /** For a role of a single namespace, that namespace's reports decide; for a shared role, a single namespace does not decide. */
    private static Optional<Finding> answered(RoleFacts facts, NamespaceVote vote) {
        String well = NamespaceVote.named(vote.well().keySet());
        String badly = NamespaceVote.named(vote.badly().keySet());
        return switch (vote.verdict()) {
            case SILENCE -> Optional.empty();
            case WELL ->
                Optional.of(
                        met(AcceptedByAWS, Reason.Accepted, "AWS gave sessions to pods of " + well + "." + but(vote)));
            case BADLY ->
                Optional.of(unmet(
                        AcceptedByAWS,
                        vote.complaint(),
                        "%s, as reported by pods of %s. %s"
                                .formatted(Contact.of(vote.complaint()).words(), badly, advice(facts, vote))));
            case ONE_NAMESPACE -> Optional.of(oneNamespace(facts, vote));
            case DISAGREEMENT ->
                Optional.of(unknown(
                        AcceptedByAWS,
                        Reason.NamespacesDisagree,
                        "AWS gave sessions to pods of %s. Pods of %s report %s. %s"
                                .formatted(well, badly, vote.complaint(), advice(facts, vote))));
        };
    }

    private static Finding oneNamespace(RoleFacts facts, NamespaceVote vote) {
        if (vote.badly().isEmpty()) {
            return met(
                    AcceptedByAWS,
                    Reason.Accepted,
                    "AWS gave sessions to pods of "
                            + NamespaceVote.named(vote.well().keySet()) + ".");
        }
        String said = "%s, as reported only by pods of %s. %s"
                .formatted(
                        Contact.of(vote.complaint()).words(),
                        NamespaceVote.named(vote.badly().keySet()),
                        advice(facts, vote));
        return facts.isShared()
                ? unknown(AcceptedByAWS, Reason.OneNamespaceReports, said)
                : unmet(AcceptedByAWS, vote.complaint(), said);
    }

    private static String advice(RoleFacts facts, NamespaceVote vote) {
        return RefusalAdvice.of(
                vote.complaint(),
                facts.choice() instanceof RegistrationChoice.Served served
                        ? new SessionObjects(
                                facts.name(),
                                facts.spec(),
                                served.profileARN(),
                                served.registration().arn())
                        : new SessionObjects(
                                facts.name(), facts.spec(), facts.spec().profileARN(), null));
    }

    private static String but(NamespaceVote vote) {
        return vote.badly().isEmpty()
                ? ""
                : " Only pods of %s report %s."
                        .formatted(NamespaceVote.named(vote.badly().keySet()), vote.complaint());
    }

    private static String nextStep(RoleFacts facts) {
        return switch (facts.choice()) {
            case RegistrationChoice.NotRegistered _ ->
                "Next: register the CA of AWSTrustAnchor '%s' (its status.caBundle) as a trust anchor in AWS, and add the ARN to its spec.registrations."
                        .formatted(facts.spec().trustAnchorName());
            case RegistrationChoice.NoneFits _ -> "No session is requested until a matching registration exists.";
            case RegistrationChoice.Served _ ->
                facts.bindings() == 0
                        ? "Next: set the IAM role's trust policy to status.trustPolicy, and create an AWSRoleBinding for a ServiceAccount."
                        : "No pod has reported AWS's answer yet. The IAM role needs the trust policy from status.trustPolicy, and the"
                                + " profile must list the role.";
        };
    }

    private static Finding sessionDuration(RoleFacts facts) {
        String wanted = facts.spec().sessionDuration();
        if (wanted == null) {
            return met(
                    SessionDurationHonored,
                    Reason.AsRequested,
                    "spec.sessionDuration is not set: sessions have the profile's duration.");
        }
        if (facts.spec().defect().isPresent()) {
            return unknown(
                    SessionDurationHonored, Reason.NotTriedYet, "No session is requested: see the condition Ready.");
        }
        Duration asked = WrittenDuration.parse(wanted);
        NamespaceVote vote = facts.pods().reported().onSessionsOf(asked);
        return judged(facts, asked, vote)
                .or(() -> saidBefore(facts, SessionDurationHonored))
                .orElseGet(() -> unknown(
                        SessionDurationHonored,
                        Reason.NotTriedYet,
                        "AWS has given no session since spec.sessionDuration was set."));
    }

    private static Optional<Finding> judged(RoleFacts facts, Duration asked, NamespaceVote vote) {
        return switch (vote.verdict()) {
            case SILENCE -> Optional.empty();
            case WELL -> Optional.of(granted(facts, asked, vote.well()));
            case BADLY -> Optional.of(granted(facts, asked, vote.badly()));
            case ONE_NAMESPACE ->
                Optional.of(
                        vote.badly().isEmpty()
                                ? granted(facts, asked, vote.well())
                                : facts.isShared()
                                        ? unknown(
                                                SessionDurationHonored,
                                                Reason.OneNamespaceReports,
                                                "Only pods of %s report session durations, and these are shorter than %s."
                                                        .formatted(
                                                                NamespaceVote.named(vote.badly()
                                                                        .keySet()),
                                                                facts.spec().sessionDuration()))
                                        : granted(facts, asked, vote.badly()));
            case DISAGREEMENT ->
                Optional.of(unknown(
                        SessionDurationHonored,
                        Reason.NamespacesDisagree,
                        "Pods of %s report sessions with the requested duration, but pods of %s report shorter ones."
                                .formatted(
                                        NamespaceVote.named(vote.well().keySet()),
                                        NamespaceVote.named(vote.badly().keySet()))));
        };
    }

    private static Finding granted(RoleFacts facts, Duration asked, SortedMap<String, Outcome> reports) {
        Outcome newest = reports.values().stream().max(comparing(Outcome::at)).orElseThrow();
        return granted(facts, asked, Duration.ofSeconds(Objects.requireNonNull(newest.grantedSeconds())));
    }

    private static Finding granted(RoleFacts facts, Duration asked, Duration granted) {
        String profile = facts.choice() instanceof RegistrationChoice.Served served
                ? served.profileARN()
                : facts.spec().profileARN();
        return granted.compareTo(asked) < 0
                ? unmet(
                        SessionDurationHonored,
                        Reason.ShortenedByProfile,
                        "AWS gives sessions of %s instead of %s. Raise the profile's session duration%s and the IAM role's maximum session duration."
                                .formatted(
                                        WrittenDuration.format(granted),
                                        facts.spec().sessionDuration(),
                                        profile == null ? "" : " (" + profile + ")"))
                : met(SessionDurationHonored, Reason.AsRequested, "AWS gives sessions with the requested duration.");
    }

    /** No pod has called the new leader yet; the previous leader's result for the same spec stays valid. */
    private static Optional<Finding> saidBefore(RoleFacts facts, RoleCondition type) {
        if (facts.pods().reported().everReported() || facts.before() == null) {
            return Optional.empty();
        }
        return Conditions.find(facts.before().conditions(), type.name())
                .filter(condition -> !condition.reason().equals(Reason.NotTriedYet.name()))
                .filter(condition -> type == AcceptedByAWS || facts.spec().sessionDuration() != null)
                .map(c -> new Finding(c.type(), c.status(), c.reason(), c.message()));
    }
}
