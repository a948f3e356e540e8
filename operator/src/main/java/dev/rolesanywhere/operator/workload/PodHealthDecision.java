package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.LastReport;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.RefusalAdvice;
import dev.rolesanywhere.operator.workload.ObservedPod.Running;
import dev.rolesanywhere.operator.workload.PodHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The health of a pod, from what was observed of it and what it reported. */
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
            @Nullable ObservedPod observed,
            @Nullable LastReport report,
            boolean called,
            Instant listeningSince,
            Instant now) {
        if (observed == null && report == null) {
            throw new IllegalArgumentException("a pod that was not observed and has not reported");
        }
        Optional<PodHealth> certain = obstacle(observed, now).filter(it -> observedCertainly(observed));
        if (certain.isPresent()) {
            return certain.get();
        }
        if (report != null) {
            PodHealth health = reported(report, now);
            if (health.state() == State.Served && observed != null) {
                return used(observed, health, report.neverAskedSince());
            }
            return health.state() == State.PodsStarting ? longStart(observed, health, now) : health;
        }
        PodHealth health = unreported(Objects.requireNonNull(observed), called, listeningSince, now);
        return called && health.state() == State.PodsStarting ? longStart(observed, health, now) : health;
    }

    private static PodHealth unreported(ObservedPod observed, boolean called, Instant listeningSince, Instant now) {
        Running sidecar = observed.sidecar();
        if (sidecar == null) {
            return PodHealth.of(observed.pod(), State.PodsWithoutSidecar, "", observed.createdAt());
        }
        Optional<PodHealth> obstacle = obstacle(observed, now);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        Instant since = sidecar.since();
        if (since != null && !called && isOverdue(sidecar, since, listeningSince, now)) {
            return PodHealth.of(observed.pod(), State.IssuerUnreachable, "", since);
        }
        // What the leader before this one knew is lost; that the pod was served then is seen from its startup probe.
        return since != null && sidecar.started() && since.isBefore(listeningSince)
                ? used(observed, PodHealth.of(observed.pod(), State.Served, "", since), null)
                : PodHealth.of(observed.pod(), State.PodsStarting, "", observed.createdAt());
    }

    private static boolean observedCertainly(@Nullable ObservedPod observed) {
        return observed != null
                && observed.obstacle() != null
                && observed.obstacle().isCertain();
    }

    private static Optional<PodHealth> obstacle(@Nullable ObservedPod observed, Instant now) {
        return Optional.ofNullable(observed).flatMap(pod -> Optional.ofNullable(pod.obstacle())
                .filter(it -> it.isDue(now))
                .map(it -> PodHealth.of(pod.pod(), it.state(), it.said(), it.since())));
    }

    /** A sidecar that runs, and has neither credentials nor a refusal. */
    private static PodHealth longStart(@Nullable ObservedPod observed, PodHealth starting, Instant now) {
        Running sidecar = observed == null ? null : observed.sidecar();
        Instant since = sidecar == null || sidecar.started() ? null : sidecar.since();
        return since == null || now.isBefore(since.plus(Obstacle.TO_INITIALIZE))
                ? starting
                : PodHealth.of(
                        starting.pod(),
                        State.InitTooLong,
                        "container %s runs, and AWS has not answered".formatted(Sidecar.CONTAINER),
                        since);
    }

    /**
     * What a look alone shows, with what the pod reports of its clients.
     *
     * @param neverAskedSince absent where the pod does not report that none has asked
     */
    static PodHealth observedOnly(
            ObservedPod observed,
            boolean called,
            @Nullable Instant neverAskedSince,
            Instant listeningSince,
            Instant now) {
        PodHealth health = unreported(observed, called, listeningSince, now);
        return health.state() == State.PodsStarting || health.state() == State.Served
                ? used(observed, health, neverAskedSince)
                : health;
    }

    private static PodHealth reported(LastReport report, Instant now) {
        PodReference pod = report.pod();
        if (report.notIssued() != null) {
            return new PodHealth(
                    pod,
                    State.CertificateRejected,
                    report.notIssued().reason().name(),
                    report.notIssued().message(),
                    report.since());
        }
        Outcome outcome = report.outcome();
        if (outcome == null) {
            Instant until = report.queuedUntil();
            return until == null
                    ? PodHealth.of(pod, State.PodsStarting, "", report.since())
                    : PodHealth.of(pod, State.QueuedForAWS, until.toString(), report.since());
        }
        if (!outcome.accepted()) {
            return new PodHealth(
                    pod,
                    State.RefusedByAWS,
                    outcome.reason().name(),
                    RefusalAdvice.of(outcome.reason()),
                    report.since());
        }
        Instant expiration = outcome.expiration();
        return expiration != null && !now.isBefore(expiration)
                ? PodHealth.of(pod, State.CredentialsExpired, "", expiration)
                : PodHealth.of(pod, State.Served, "", report.since());
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
    private static PodHealth used(ObservedPod observed, PodHealth served, @Nullable Instant neverAskedSince) {
        Instant unusedSince = observed.clients().run() ? neverAskedSince : null;
        if (!observed.shadowing().isEmpty()
                && (unusedSince != null || !observed.clients().seen())) {
            return PodHealth.of(
                    observed.pod(),
                    State.CredentialsShadowed,
                    String.join(", ", observed.shadowing()),
                    unusedSince == null ? observed.createdAt() : unusedSince);
        }
        return unusedSince == null
                ? served
                : PodHealth.of(
                        observed.pod(),
                        State.NeverAsked,
                        String.join(", ", observed.clients().otherwise()),
                        unusedSince);
    }
}
