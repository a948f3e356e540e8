package dev.rolesanywhere.pki.issuance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a kubelet states in a PodCertificateRequest, beside what the API server has now. The API server lets a kubelet state it of pods of its own
 * node only; others who may create such objects may state anything.
 *
 * @param node where the pod runs, as the request says
 * @param pod absent if the API server has none of that name
 * @param liveServiceAccountUid absent if it is not known or the ServiceAccount is gone
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
