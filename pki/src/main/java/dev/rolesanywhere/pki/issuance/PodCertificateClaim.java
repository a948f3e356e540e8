package dev.rolesanywhere.pki.issuance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A kubelet's statements in a PodCertificateRequest, with the API server's present facts. The API server lets a kubelet
 * write such objects only for pods of its own node. Other users with the right to create them may write any content.
 *
 * @param node of the pod, according to the request
 * @param pod absent if the API server has no such pod
 * @param liveServiceAccountUid absent if unknown or if the ServiceAccount no longer exists
 */
public record PodCertificateClaim(
        String namespace,
        String podName,
        String podUid,
        String serviceAccount,
        String serviceAccountUid,
        String node,
        @Nullable LivePod pod,
        @Nullable String liveServiceAccountUid,
        Instant now) {}
