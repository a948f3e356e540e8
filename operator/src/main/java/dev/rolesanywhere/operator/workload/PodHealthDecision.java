package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.LastReport;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.RefusalAdvice;
import dev.rolesanywhere.operator.workload.ObservedPod.Running;
import dev.rolesanywhere.operator.workload.PodHealth.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a pod stands, from what was seen of it and what was heard from it. */
final class PodHealthDecision {
    /** A sidecar asks within its first second, and again and again. */
    static final Duration GRACE = Duration.ofMinutes(2);

    /** A sidecar that was refused under the leader before this one asks again within twenty minutes. */
    static final Duration GRACE_OF_A_NEW_LEADER = Duration.ofMinutes(25);

    private PodHealthDecision() {}

    /**
     * @param listeningSince when this process began to be called
     * @param called whether the pod has called since
     */
    static PodHealth of(
            @Nullable ObservedPod seen,
            @Nullable LastReport heard,
            boolean called,
            Instant listeningSince,
            Instant now) {
        if (heard != null) {
            PodHealth standing = heard(heard, now);
            return standing.state() == State.Served && seen != null
                    ? used(seen, standing, heard.neverAskedSince())
                    : standing;
        }
        if (seen == null) {
            throw new IllegalArgumentException("a pod of which nothing was seen or heard");
        }
        Running sidecar = seen.sidecar();
        if (sidecar == null) {
            return PodHealth.of(seen.pod(), State.PodsWithoutSidecar, "", seen.createdAt());
        }
        Instant since = sidecar.since();
        if (since != null && !called && isOverdue(sidecar, since, listeningSince, now)) {
            return PodHealth.of(seen.pod(), State.IssuerUnreachable, "", since);
        }
        // What the leader before this one knew is lost; that the pod was served then is seen from its startup probe.
        return since != null && sidecar.started() && since.isBefore(listeningSince)
                ? used(seen, PodHealth.of(seen.pod(), State.Served, "", since), null)
                : PodHealth.of(seen.pod(), State.Waiting, "", seen.createdAt());
    }

    /**
     * What a look shows, with what the pod says of its clients.
     *
     * @param neverAskedSince absent where it does not say that none has asked
     */
    static PodHealth seen(
            ObservedPod seen, boolean called, @Nullable Instant neverAskedSince, Instant listeningSince, Instant now) {
        PodHealth standing = of(seen, null, called, listeningSince, now);
        return standing.state() == State.Waiting || standing.state() == State.Served
                ? used(seen, standing, neverAskedSince)
                : standing;
    }

    private static PodHealth heard(LastReport heard, Instant now) {
        PodReference pod = heard.pod();
        if (heard.notIssued() != null) {
            return new PodHealth(
                    pod,
                    State.CertificateRefused,
                    heard.notIssued().reason().name(),
                    heard.notIssued().message(),
                    heard.since());
        }
        Outcome outcome = heard.outcome();
        if (outcome == null) {
            return PodHealth.of(pod, State.Waiting, "", heard.since());
        }
        if (!outcome.accepted()) {
            return new PodHealth(
                    pod,
                    State.RefusedByAWS,
                    outcome.reason().name(),
                    RefusalAdvice.of(outcome.reason()),
                    heard.since());
        }
        Instant expiration = outcome.expiration();
        return expiration != null && !now.isBefore(expiration)
                ? PodHealth.of(pod, State.CredentialsExpired, "", expiration)
                : PodHealth.of(pod, State.Served, "", heard.since());
    }

    private static boolean isOverdue(Running sidecar, Instant since, Instant listeningSince, Instant now) {
        return since.isBefore(listeningSince)
                ? !sidecar.started() && !now.isBefore(listeningSince.plus(GRACE_OF_A_NEW_LEADER))
                : !now.isBefore(since.plus(GRACE));
    }

    /**
     * Whether clients use the credentials. A sidecar that sees each of them decides: a variable that they prefer may be empty, and where one
     * has asked, it was not in the way. Where it does not see them, the variable alone has to do.
     */
    private static PodHealth used(ObservedPod seen, PodHealth served, @Nullable Instant neverAskedSince) {
        Instant unusedSince = seen.clients().run() ? neverAskedSince : null;
        if (!seen.shadowing().isEmpty()
                && (unusedSince != null || !seen.clients().told())) {
            return PodHealth.of(
                    seen.pod(),
                    State.CredentialsShadowed,
                    String.join(", ", seen.shadowing()),
                    unusedSince == null ? seen.createdAt() : unusedSince);
        }
        return unusedSince == null
                ? served
                : PodHealth.of(
                        seen.pod(),
                        State.NeverAsked,
                        String.join(", ", seen.clients().otherwise()),
                        unusedSince);
    }
}
