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
 * AWS's answer for one role, as a pod claims it. Only pod, role and time are verified; the rest may be shown in a status but must not
 * decide about access. The pod's own text is not kept; it appears only in the pod's Event.
 *
 * @param reason {@code Accepted} or a refusal of the role's condition {@code AcceptedByAWS}
 * @param grantedSeconds session duration; absent unless accepted
 * @param expiration of the session; absent unless accepted
 */
public record Outcome(
        PodReference pod,
        String role,
        RoleCondition.Reason reason,
        Instant at,
        @Nullable Long grantedSeconds,
        @Nullable Instant expiration) {

    /** The reasons that a pod may report. */
    public static final Set<RoleCondition.Reason> REPORTABLE = reportable();

    /** Refusals caused by one pod's environment rather than by the role. */
    private static final Set<RoleCondition.Reason> OF_THE_POD = EnumSet.of(
            RoleCondition.Reason.ClockSkew,
            RoleCondition.Reason.InvalidSignature,
            RoleCondition.Reason.Throttled,
            RoleCondition.Reason.ProxyRefused,
            RoleCondition.Reason.TLSUntrusted,
            RoleCondition.Reason.EndpointUnreachable,
            RoleCondition.Reason.NotAsked,
            RoleCondition.Reason.CertificateFilesMissing,
            RoleCondition.Reason.CertificateFilesInvalid,
            RoleCondition.Reason.FirstSessionRejected,
            RoleCondition.Reason.STSThrottled);

    /** The longest session of AWS; a longer claim is ignored. */
    private static final long LONGEST_SECONDS = 12 * 60 * 60;

    /** The credible part of a report. Empty without a role or a reason. */
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

    /** A newer sidecar may report reasons that this operator does not know. */
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

    /** How far the pod's request came; only of a refusal. */
    public Contact contact() {
        return Contact.of(reason);
    }

    public boolean concernsThePodOnly() {
        return OF_THE_POD.contains(reason);
    }
}
