package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.pki.issuance.LivePod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads present pods, never from a cache. */
public interface LivePods {
    Optional<Found> find(String namespace, String name);

    /**
     * @param askedRole the AWSRole in the pod's annotation
     * @param started whether its sidecar has had credentials already: the startup probe passed
     * @param restarts of its sidecar
     */
    record Found(LivePod facts, @Nullable String askedRole, boolean started, int restarts) {
        /** A pod whose sidecar was never restarted. */
        public Found(LivePod facts, @Nullable String askedRole, boolean started) {
            this(facts, askedRole, started, 0);
        }
    }
}
