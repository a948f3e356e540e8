package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.pki.issuance.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is calling, or why that is nobody to be served. */
public sealed interface Identification {

    /**
     * A pod that may be served.
     *
     * @param owner what many pods of one workload share
     * @param askedRole the AWSRole that it asks for
     * @param started whether it has had credentials already
     */
    record Known(PodReference pod, String owner, @Nullable String askedRole, boolean started)
            implements Identification {}

    /** @param pod the pod of an authentic token, so that it can be told; empty for everybody else */
    record Turned(Refusal reason, String message, Optional<PodReference> pod) implements Identification {}
}
