package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.caller.PodReference;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pod says AWS answered for one role. Only pod, role and time are ours; the rest is the pod's claim, fit for a status and for
 * nothing that is decided about access. The pod's own words are not kept: they are in that pod's Event only.
 *
 * @param reason {@code Accepted} or a refusal of the role's condition {@code AcceptedByAWS}
 * @param grantedSeconds how long the session lives; absent unless accepted
 * @param expiration of the session; absent unless accepted
 */
public record Outcome(
        PodReference pod,
        String role,
        RoleCondition.Reason reason,
        Instant at,
        @Nullable Long grantedSeconds,
        @Nullable Instant expiration) {

    /** What a pod may report. */
    public static final Set<RoleCondition.Reason> REPORTABLE = reportable();

    /** Refusals that are about one pod's surroundings rather than about the role. */
    private static final Set<RoleCondition.Reason> OF_THE_POD = EnumSet.of(
            RoleCondition.Reason.ClockSkew,
            RoleCondition.Reason.InvalidSignature,
            RoleCondition.Reason.Throttled,
            RoleCondition.Reason.ProxyRefused,
            RoleCondition.Reason.TLSUntrusted,
            RoleCondition.Reason.EndpointUnreachable,
            RoleCondition.Reason.NotAsked,
            RoleCondition.Reason.CertificateFilesMissing,
            RoleCondition.Reason.CertificateFilesInvalid);

    /** AWS gives no longer session; a pod that says so is not believed. */
    private static final long LONGEST_SECONDS = 12 * 60 * 60;

    /** What is credible of a report; the rest of it is left out. Empty without a role or a reason. */
    static Optional<Outcome> of(PodReference pod, OutcomeReport report, Instant at) {
        return report.role() == null || report.reason() == null
                ? Optional.empty()
                : Optional.of(new Outcome(
                        pod,
                        report.role(),
                        reason(report.reason()),
                        at,
                        credible(report.grantedSeconds()),
                        time(report.expiration())));
    }

    /** A newer sidecar may know reasons that this operator does not. */
    private static RoleCondition.Reason reason(String name) {
        return REPORTABLE.stream()
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElse(RoleCondition.Reason.RefusedUnknown);
    }

    private static @Nullable Long credible(@Nullable Long seconds) {
        return seconds == null || seconds < 0 || seconds > LONGEST_SECONDS ? null : seconds;
    }

    private static @Nullable Instant time(@Nullable String rfc3339) {
        try {
            return rfc3339 == null ? null : Instant.parse(rfc3339);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Set<RoleCondition.Reason> reportable() {
        Set<RoleCondition.Reason> reasons =
                EnumSet.range(RoleCondition.Reason.RoleTrustPolicyDenies, RoleCondition.Reason.RefusedUnknown);
        reasons.add(RoleCondition.Reason.Accepted);
        return Set.copyOf(reasons);
    }

    public boolean accepted() {
        return reason == RoleCondition.Reason.Accepted;
    }

    public boolean concernsThePodOnly() {
        return OF_THE_POD.contains(reason);
    }
}
