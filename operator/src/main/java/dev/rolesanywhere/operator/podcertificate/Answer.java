package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of a PodCertificateRequest. */
sealed interface Answer {
    /** A leaf for the request's key. */
    record Issued(PodReference pod, IssuedRole role) implements Answer {}

    /**
     * Never. The kubelet then takes the certificate of the volume away, also from a running pod.
     *
     * @param inCondition the reason as Kubernetes spells it in a condition
     */
    record Denied(IssuingReason reason, String inCondition, String message) implements Answer {
        /** Which Kubernetes wants for keys that a signer does not support. */
        static final String UNSUPPORTED_KEY_TYPE = "UnsupportedKeyType";
    }

    /**
     * Not now: the request stays as it is, since every cause may go away.
     *
     * @param pod absent where the API server has no pod that the request is about
     * @param role the AWSRole that the cause is about
     * @param retryAfter when to look again; absent where nobody knows
     */
    record Waiting(
            IssuingReason reason,
            String message,
            @Nullable PodReference pod,
            @Nullable String role,
            @Nullable Duration retryAfter)
            implements Answer {

        static Waiting of(IssuingReason reason, String message) {
            return new Waiting(reason, message, null, null, null);
        }
    }
}
