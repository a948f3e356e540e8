package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.Requests;
import java.security.PrivateKey;

/**
 * The parts that belong to one pod.
 *
 * @param key of its leaves
 * @param requests signed with the same key
 * @param issuer calls the operator with the pod's token
 * @param gateStart whether the pod's containers wait for credentials
 * @param readsFiles whether clients may read files instead of calling the endpoint
 */
public record PodParts(
        PrivateKey key,
        Requests requests,
        IssuerClient issuer,
        PodStore store,
        ServedPod served,
        boolean gateStart,
        boolean readsFiles) {
    /** Without the key. */
    @Override
    public String toString() {
        return "PodParts";
    }
}
