package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.LastReport;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.RefusalAdvice;
import dev.rolesanywhere.operator.outcome.SessionObjects;
import dev.rolesanywhere.operator.workload.CredentialSource.OfNodeAgent;
import dev.rolesanywhere.operator.workload.CredentialSource.OfSidecar;
import dev.rolesanywhere.operator.workload.ObservedPod.Running;
import dev.rolesanywhere.operator.workload.PodHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides the health of a pod from its observed state and its reports. */
final class PodHealthDecision {
    /** A sidecar sends its first request within a second and then retries. */
    static final Duration GRACE = Duration.ofMinutes(2);

    /** A sidecar that the previous leader refused sends its next request within twenty minutes. */
    static final Duration GRACE_OF_A_NEW_LEADER = Duration.ofMinutes(25);

    private PodHealthDecision() {}

    /**
     * @param listeningSince when this process began to receive requests
     * @param lastCall when the pod, or the agent of its node, last sent a request to this process; absent if neither
     *     did
     * @param objects of the sessions that the pod requests, for advice
     */
    static PodHealth of(
            @Nullable ObservedPod observed,
            @Nullable LastReport report,
            @Nullable Instant lastCall,
            Instant listeningSince,
            Instant now,
            SessionObjects objects) {
        boolean called = lastCall != null;
        if (observed == null && report == null) {
            throw new IllegalArgumentException("a pod that was not observed and has not reported");
        }
        Optional<PodHealth> certain = obstacle(observed, now).filter(it -> observedCertainly(observed));
        if (certain.isPresent()) {
            return certain.get();
        }
        if (report != null) {
            PodHealth health = idle(observed, reported(observed, report, now, objects), lastCall);
            if (health.state() == State.Served && observed != null) {
                return used(observed, health, report.neverAskedSince());
            }
            return health.state() == State.PodsStarting ? longStart(observed, health, now) : health;
        }
        PodHealth health = unreported(Objects.requireNonNull(observed), called, listeningSince, now);
        return called && health.state() == State.PodsStarting ? longStart(observed, health, now) : health;
    }

    /**
     * An expired session is not a problem if the node's agent has sent no request since: the pod sends no requests. For
     * a pod with requests, the agent sends requests too.
     */
    private static PodHealth idle(@Nullable ObservedPod observed, PodHealth health, @Nullable Instant lastCall) {
        boolean byAgent = observed != null
                && observed.running() != null
                && observed.running().source() instanceof OfNodeAgent;
        return byAgent
                        && health.state() == State.CredentialsExpired
                        && (lastCall == null || !lastCall.isAfter(health.since()))
                ? PodHealth.of(health.pod(), State.Idle, "", health.since())
                : health;
    }

    private static PodHealth unreported(ObservedPod observed, boolean called, Instant listeningSince, Instant now) {
        Running running = observed.running();
        if (running == null) {
            return PodHealth.of(observed.pod(), State.PodsWithoutSidecar, "", observed.createdAt());
        }
        Optional<PodHealth> obstacle = obstacle(observed, now);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        Instant since = running.since();
        if (since != null && !called && isOverdue(running, since, listeningSince, now)) {
            return silent(observed, running.source(), since);
        }
        if (!called && running.source() instanceof OfNodeAgent(boolean waits, String node) && !waits) {
            return PodHealth.of(observed.pod(), State.Idle, "", observed.createdAt());
        }
        // The previous leader's memory is lost. The pod's containers show that the previous leader served the pod.
        return since != null && running.started() && since.isBefore(listeningSince)
                ? used(observed, PodHealth.of(observed.pod(), State.Served, "", since), null)
                : PodHealth.of(observed.pod(), State.PodsStarting, "", observed.createdAt());
    }

    private static PodHealth silent(ObservedPod observed, CredentialSource source, Instant since) {
        return switch (source) {
            case OfSidecar sidecar -> PodHealth.of(observed.pod(), State.IssuerUnreachable, "", since);
            case OfNodeAgent agent -> PodHealth.of(observed.pod(), State.NodeAgentUnreachable, agent.node(), since);
        };
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

    /** A running sidecar without credentials and without a refusal. */
    private static PodHealth longStart(@Nullable ObservedPod observed, PodHealth starting, Instant now) {
        Running running = observed == null ? null : observed.running();
        Instant since = running == null || running.started() ? null : running.since();
        return since == null || running == null || now.isBefore(since.plus(Obstacle.TO_INITIALIZE))
                ? starting
                : PodHealth.of(
                        starting.pod(),
                        State.InitTooLong,
                        "container %s runs, but AWS has not answered"
                                .formatted(running.source().container().orElse("")),
                        since);
    }

    /**
     * The health that the observed pod alone shows, with the pod's report about its clients.
     *
     * @param neverAskedSince absent unless the pod reports that no client has sent a request
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

    private static PodHealth reported(
            @Nullable ObservedPod observed, LastReport report, Instant now, SessionObjects objects) {
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
                    without(outcome),
                    outcome.reason().name(),
                    RefusalAdvice.of(outcome.reason(), objects),
                    report.since());
        }
        Instant expiration = outcome.expiration();
        return expiration != null && !now.isBefore(expiration)
                ? PodHealth.of(pod, State.CredentialsExpired, log(observed), expiration)
                : PodHealth.of(pod, State.Served, "", report.since());
    }

    private static State without(Outcome refusal) {
        return switch (refusal.contact()) {
            case ANSWERED -> State.RefusedByAWS;
            case UNREACHABLE -> State.AWSUnreachable;
            case NOT_CALLED -> State.AWSNotCalled;
        };
    }

    /** A pod without a check most likely has a sidecar. */
    private static String log(@Nullable ObservedPod observed) {
        Running running = observed == null ? null : observed.running();
        return (running == null ? new OfSidecar() : running.source()).log();
    }

    private static boolean isOverdue(Running running, Instant since, Instant listeningSince, Instant now) {
        return since.isBefore(listeningSince)
                ? !running.started() && !now.isBefore(listeningSince.plus(GRACE_OF_A_NEW_LEADER))
                : !now.isBefore(since.plus(GRACE));
    }

    /**
     * Whether clients use the credentials. A sidecar that sees each request decides: an overriding variable may be
     * empty, and after a request it was not in the way. If the sidecar does not see the requests, the variable alone
     * decides.
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
