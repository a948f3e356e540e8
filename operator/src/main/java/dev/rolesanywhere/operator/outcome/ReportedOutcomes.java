package dev.rolesanywhere.operator.outcome;

import static java.util.Comparator.comparing;

import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is known about a set of pods: those that asked, and the last outcome of each.
 *
 * @param everHeard whether this process has ever heard of such a pod: a new leader that has not must not say that there are none
 */
public record ReportedOutcomes(boolean everHeard, int asked, List<Outcome> latest, List<NotIssued> notIssued) {
    private static final Set<RoleCondition.Reason> ABOUT_THE_TRUST_ANCHOR = EnumSet.of(
            RoleCondition.Reason.Accepted,
            RoleCondition.Reason.UntrustedCertificate,
            RoleCondition.Reason.AnchorMissingOrDisabled);

    public static final ReportedOutcomes NOTHING = new ReportedOutcomes(false, 0, List.of(), List.of());

    /**
     * A pod to which the issuer itself said no.
     *
     * @param message a sentence of our own, without anybody else's words: it goes into a status
     */
    public record NotIssued(PodReference pod, IssuingReason reason, String message) {}

    public ReportedOutcomes {
        latest = List.copyOf(latest);
        notIssued = List.copyOf(notIssued);
    }

    /** Both together; a pod with two roles is counted for each. */
    public ReportedOutcomes and(ReportedOutcomes other) {
        return new ReportedOutcomes(
                everHeard || other.everHeard,
                asked + other.asked,
                Stream.concat(latest.stream(), other.latest.stream()).toList(),
                Stream.concat(notIssued.stream(), other.notIssued.stream()).toList());
    }

    public int served() {
        return (int) latest.stream().filter(Outcome::accepted).count();
    }

    public Optional<Outcome> lastAccepted() {
        return newest(Outcome::accepted);
    }

    public Optional<Outcome> newest(Predicate<Outcome> which) {
        return latest.stream().filter(which).max(comparing(Outcome::at));
    }

    /** What AWS thinks of the role, by namespace: one pod's bad clock says nothing about it as long as another pod got further. */
    public NamespaceVote onTheRole() {
        boolean anyOfTheRole = latest.stream().anyMatch(outcome -> !outcome.concernsThePodOnly());
        return NamespaceVote.of(
                latest.stream()
                        .filter(outcome -> !anyOfTheRole || !outcome.concernsThePodOnly())
                        .toList(),
                Outcome::accepted);
    }

    /** Whether AWS takes certificates of the CA, by namespace; what is about a role or a pod says nothing of it. */
    public NamespaceVote onTheTrustAnchor() {
        return NamespaceVote.of(
                latest.stream()
                        .filter(outcome -> ABOUT_THE_TRUST_ANCHOR.contains(outcome.reason()))
                        .toList(),
                Outcome::accepted);
    }

    /** Whether sessions last as long as asked for, by namespace. */
    public NamespaceVote onSessionsOf(Duration asked) {
        return NamespaceVote.of(
                latest.stream()
                        .filter(outcome -> outcome.accepted() && outcome.grantedSeconds() != null)
                        .toList(),
                outcome -> outcome.grantedSeconds() != null && outcome.grantedSeconds() >= asked.toSeconds());
    }

    /** For people: served, of those that asked. */
    public String pods() {
        return served() + "/" + asked;
    }
}
