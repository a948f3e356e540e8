package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.caller.PodReference;
import java.time.Instant;

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
        IssuerUnreachable,
        PodsWithoutSidecar,
        CredentialsShadowed,
        Waiting,
        NeverAsked,
        Served;

        public boolean isTrouble() {
            return this != Waiting && this != NeverAsked && this != Served;
        }

        /** Whether a look at the pod shows it; the rest is known from what the pod says. */
        boolean isObservable() {
            return this == IssuerUnreachable
                    || this == PodsWithoutSidecar
                    || this == CredentialsShadowed
                    || this == NeverAsked;
        }
    }

    static PodHealth of(PodReference pod, State state, String message, Instant since) {
        return new PodHealth(pod, state, state.name(), message, since);
    }
}
