package dev.rolesanywhere.operator.outcome;

import static java.util.Comparator.comparing;

import dev.rolesanywhere.crds.role.RoleCondition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The last report of each pod of a set, also those whose sessions have ended.
 *
 * @param everReported whether any of these pods has called this process; a new leader without calls must not report that there are none
 */
public record ReportedOutcomes(boolean everReported, List<LastReport> reports) {
    private static final Set<RoleCondition.Reason> ABOUT_THE_TRUST_ANCHOR = EnumSet.of(
            RoleCondition.Reason.Accepted,
            RoleCondition.Reason.UntrustedCertificate,
            RoleCondition.Reason.AnchorMissingOrDisabled);

    public static final ReportedOutcomes NOTHING = new ReportedOutcomes(false, List.of());

    public ReportedOutcomes {
        reports = List.copyOf(reports);
    }

    /** Both together; a pod with two roles is counted for each. */
    public ReportedOutcomes and(ReportedOutcomes other) {
        return new ReportedOutcomes(
                everReported || other.everReported,
                Stream.concat(reports.stream(), other.reports.stream()).toList());
    }

    /** The number of pods that sent requests, without pods whose sessions have expired. */
    public int asked() {
        return (int) current().count();
    }

    /** The last answer of AWS to each of them that has one. */
    public List<Outcome> latest() {
        return current().map(LastReport::outcome).filter(Objects::nonNull).toList();
    }

    private Stream<LastReport> current() {
        return reports.stream().filter(report -> !report.ended());
    }

    public int served() {
        return (int) latest().stream().filter(Outcome::accepted).count();
    }

    public Optional<Outcome> lastAccepted() {
        return latest().stream().filter(Outcome::accepted).max(comparing(Outcome::at));
    }

    /** AWS's answers about the role, by namespace. A problem of one pod, such as a wrong clock, does not count if another pod succeeded. */
    public NamespaceVote onTheRole() {
        List<Outcome> latest = latest();
        boolean anyOfTheRole = latest.stream().anyMatch(outcome -> !outcome.concernsThePodOnly());
        return NamespaceVote.of(
                latest.stream()
                        .filter(outcome -> !anyOfTheRole || !outcome.concernsThePodOnly())
                        .toList(),
                Outcome::accepted);
    }

    /** Whether AWS accepts certificates of the CA, by namespace; problems of a role or a pod do not count. */
    public NamespaceVote onTheTrustAnchor() {
        return NamespaceVote.of(
                latest().stream()
                        .filter(outcome -> ABOUT_THE_TRUST_ANCHOR.contains(outcome.reason()))
                        .toList(),
                Outcome::accepted);
    }

    /** Whether sessions have the requested duration, by namespace. */
    public NamespaceVote onSessionsOf(Duration asked) {
        return NamespaceVote.of(
                latest().stream()
                        .filter(outcome -> outcome.accepted() && outcome.grantedSeconds() != null)
                        .toList(),
                outcome -> outcome.grantedSeconds() != null && outcome.grantedSeconds() >= asked.toSeconds());
    }

    /** For display: served pods of the pods that sent requests. */
    public String pods() {
        return served() + "/" + asked();
    }
}
