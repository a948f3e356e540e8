package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The decision about a PodCertificateRequest. */
sealed interface Answer {
    /** A leaf for the request's key. */
    record Issued(PodReference pod, IssuedRole role) implements Answer {}

    /**
     * Permanent: the kubelet then lets the volume's certificate expire, also in a running pod.
     *
     * @param inCondition the reason in Kubernetes' spelling for a condition
     */
    record Denied(IssuingReason reason, String inCondition, String message) implements Answer {
        /** Kubernetes requires this reason for keys that a signer does not support. */
        static final String UNSUPPORTED_KEY_TYPE = "UnsupportedKeyType";
    }

    /**
     * Not now. The request stays unanswered, because the cause may be temporary.
     *
     * @param pod absent if the API server has no such pod
     * @param role the AWSRole with the cause
     * @param retryAfter when to check again; absent if unknown
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
