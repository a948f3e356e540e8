package dev.rolesanywhere.pki.issuance;

import static dev.rolesanywhere.pki.issuance.Decision.refuseIf;

import java.time.Instant;

/**
 * Policies about the pod of a PodCertificateRequest. Each policy is complete by itself: it refuses a missing fact and
 * never skips it.
 */
final class PodCertificatePolicies {
    private PodCertificatePolicies() {}

    static Decision podExists(PodCertificateClaim claim) {
        return refuseIf(
                claim.pod() == null,
                IssuingReason.PodNotFound,
                pod(claim) + " does not exist. The kubelet of its node writes a new request for a new pod.");
    }

    static Decision podIsTheOneOfTheRequest(PodCertificateClaim claim) {
        LivePod pod = claim.pod();
        return refuseIf(
                pod == null || !pod.uid().equals(claim.podUid()),
                IssuingReason.PodReplaced,
                pod(claim)
                        + " is not the pod of the PodCertificateRequest: a new pod replaced it under the same name.");
    }

    static Decision podIsOnTheNodeOfTheRequest(PodCertificateClaim claim) {
        LivePod pod = claim.pod();
        return refuseIf(
                pod == null || !claim.node().equals(pod.node()),
                IssuingReason.PodOnAnotherNode,
                "The PodCertificateRequest names node '" + claim.node() + "', and " + pod(claim)
                        + " is not on this node. No certificate is issued. Check which user created the PodCertificateRequest: only the kubelet of the pod's own node may request certificates for the pod.");
    }

    static Decision podRunsAsTheServiceAccount(PodCertificateClaim claim) {
        LivePod pod = claim.pod();
        return refuseIf(
                pod == null || !pod.serviceAccountName().equals(claim.serviceAccount()),
                IssuingReason.PodServiceAccountDiffers,
                pod(claim) + " does not run as ServiceAccount '" + claim.serviceAccount()
                        + "', which its PodCertificateRequest names.");
    }

    static Decision podHasNotFinished(PodCertificateClaim claim) {
        LivePod pod = claim.pod();
        return refuseIf(
                pod == null || pod.hasFinished(),
                IssuingReason.PodFinished,
                pod(claim) + " has finished; finished pods get no certificates.");
    }

    /** A terminating pod is served until its grace period ends: long drains need AWS too. */
    static Decision podIsNotPastItsDeletion(PodCertificateClaim claim) {
        LivePod pod = claim.pod();
        Instant deletion = pod == null ? Instant.MIN : pod.deletionTimestamp();
        return refuseIf(
                deletion != null && !claim.now().isBefore(deletion),
                IssuingReason.PodDeleted,
                pod(claim)
                        + " is past its termination grace period, so it gets no more certificates. If it needs AWS for longer, raise terminationGracePeriodSeconds.");
    }

    static Decision serviceAccountIsTheOneOfTheRequest(PodCertificateClaim claim) {
        String live = claim.liveServiceAccountUid();
        return refuseIf(
                live == null || !live.equals(claim.serviceAccountUid()),
                IssuingReason.ServiceAccountReplaced,
                "ServiceAccount '" + claim.serviceAccount() + "' in namespace '" + claim.namespace()
                        + "' is not the ServiceAccount of the PodCertificateRequest: it was deleted or recreated. Restart the pod.");
    }

    private static String pod(PodCertificateClaim claim) {
        return "Pod '" + claim.podName() + "' in namespace '" + claim.namespace() + "'";
    }
}
