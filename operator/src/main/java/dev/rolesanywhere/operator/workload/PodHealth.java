package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.caller.PodReference;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * How one pod stands with one role.
 *
 * @param reason the most exact constant for it: of a refusal the refusal's own, else the state's
 * @param message of a refusal, in our own words; what is in the way otherwise
 */
public record PodHealth(PodReference pod, State state, String reason, String message, Instant since) {

    /** Spelled as the reasons of the condition PodsServed; the one to look at first stands first. */
    public enum State {
        CertificateRejected,
        RefusedByAWS,
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

        private static final Set<State> FROM_REPORTS =
                EnumSet.of(CertificateRejected, RefusedByAWS, CredentialsExpired, QueuedForAWS);
        private static final Set<State> WITHOUT_CREDENTIALS_YET = EnumSet.of(QueuedForAWS, PodsStarting);
        private static final Set<State> WELL = EnumSet.of(NeverAsked, Idle, Served);

        public boolean isTrouble() {
            return !isAwaited() && !WELL.contains(this);
        }

        /** Whether the pod has no credentials yet, and will have them by waiting. */
        public boolean isAwaited() {
            return WITHOUT_CREDENTIALS_YET.contains(this);
        }

        /** Whether a look at the pod shows it; the rest is known from what the pod says. */
        boolean isObservable() {
            return this != PodsStarting && this != Served && this != Idle && !FROM_REPORTS.contains(this);
        }
    }

    static PodHealth of(PodReference pod, State state, String message, Instant since) {
        return new PodHealth(pod, state, state.name(), message, since);
    }
}
