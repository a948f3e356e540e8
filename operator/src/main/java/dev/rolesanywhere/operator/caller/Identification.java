package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The identified caller, or the reason for a rejection. */
public sealed interface Identification {

    /**
     * A pod that may be served.
     *
     * @param askedRole the requested AWSRole
     * @param started whether it has had credentials already
     * @param restarts of its sidecar, according to the API server
     * @param asksTooOften whether to serve only requests with a key that it has used before
     */
    record Known(PodReference pod, @Nullable String askedRole, boolean started, int restarts, boolean asksTooOften)
            implements Identification {
        /** A pod whose sidecar was never restarted. */
        public Known(PodReference pod, @Nullable String askedRole, boolean started) {
            this(pod, askedRole, started, 0, false);
        }
    }

    /** @param pod the pod of an authentic token, which may receive the reason; otherwise empty */
    record Turned(IssuingReason reason, String message, Optional<PodReference> pod) implements Identification {}

    /** The caller was not identified: too many tokens from its address were rejected lately. */
    record NotReviewed() implements Identification {}
}
