package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is calling, or why that is nobody to be served. */
public sealed interface Identification {

    /**
     * A pod that may be served.
     *
     * @param askedRole the AWSRole that it asks for
     * @param started whether it has had credentials already
     * @param restarts how often its sidecar was restarted, as the API server says now
     * @param asksTooOften whether only requests with a key that it has used before are to be served
     */
    record Known(PodReference pod, @Nullable String askedRole, boolean started, int restarts, boolean asksTooOften)
            implements Identification {
        /** A pod whose sidecar was never restarted. */
        public Known(PodReference pod, @Nullable String askedRole, boolean started) {
            this(pod, askedRole, started, 0, false);
        }
    }

    /** @param pod the pod of an authentic token, so that it can be told; empty for everybody else */
    record Turned(IssuingReason reason, String message, Optional<PodReference> pod) implements Identification {}

    /** Nobody was asked who calls: too many tokens of the caller's address were rejected lately. */
    record NotReviewed() implements Identification {}
}
