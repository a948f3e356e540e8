package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.caller.PodReference;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * The health of one pod for one role.
 *
 * @param reason the most exact constant: for a refusal its own reason, otherwise the state
 * @param message of a refusal in our own words; otherwise the obstacle
 */
public record PodHealth(PodReference pod, State state, String reason, String message, Instant since) {

    /** Spelled like the reasons of the condition PodsServed. The most important state is first. */
    public enum State {
        CertificateRejected,
        RefusedByAWS,
        AWSUnreachable,
        AWSNotCalled,
        CredentialsExpired,
        WrongArchitecture,
        ImagePullFailed,
        ContainerConfigError,
        ContainerCrashes,
        IssuerUnreachable,
        NodeAgentUnreachable,
        InitTooLong,
        PodNotScheduled,
        ContainerCreatingTooLong,
        PodsWithoutSidecar,
        CredentialsShadowed,
        QueuedForAWS,
        PodsStarting,
        NeverAsked,
        Idle,
        Served;

        private static final Set<State> FROM_REPORTS = EnumSet.of(
                CertificateRejected, RefusedByAWS, AWSUnreachable, AWSNotCalled, CredentialsExpired, QueuedForAWS);
        private static final Set<State> WITHOUT_CREDENTIALS_YET = EnumSet.of(QueuedForAWS, PodsStarting);
        private static final Set<State> WELL = EnumSet.of(NeverAsked, Idle, Served);

        public boolean isTrouble() {
            return !isAwaited() && !WELL.contains(this);
        }

        /** Whether the pod has no credentials yet, and gets them by waiting. */
        public boolean isAwaited() {
            return WITHOUT_CREDENTIALS_YET.contains(this);
        }

        /** Whether a check of the pod shows this state. The pod's reports show the other states. */
        boolean isObservable() {
            return this != PodsStarting && this != Served && this != Idle && !FROM_REPORTS.contains(this);
        }
    }

    static PodHealth of(PodReference pod, State state, String message, Instant since) {
        return new PodHealth(pod, state, state.name(), message, since);
    }
}
