package dev.rolesanywhere.pki.issuance;

import static dev.rolesanywhere.pki.issuance.Decision.refuseIf;

import java.time.Instant;

/** Policies about the pod of a PodCertificateRequest. Each holds by itself: what is missing is refused, never skipped. */
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
                        + " is not the one of the PodCertificateRequest: it was replaced by another of the same name.");
    }

    static Decision podIsOnTheNodeOfTheRequest(PodCertificateClaim claim) {
        LivePod pod = claim.pod();
        return refuseIf(
                pod == null || !claim.node().equals(pod.node()),
                IssuingReason.PodOnAnotherNode,
                pod(claim) + " is not on node '" + claim.node()
                        + "', which its PodCertificateRequest names. Only the kubelet of a pod's own node requests"
                        + " certificates for it.");
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
                        + " was to be gone by now: its grace period is over. Raise terminationGracePeriodSeconds if it"
                        + " needs longer.");
    }

    static Decision serviceAccountIsTheOneOfTheRequest(PodCertificateClaim claim) {
        String live = claim.liveServiceAccountUid();
        return refuseIf(
                live == null || !live.equals(claim.serviceAccountUid()),
                IssuingReason.ServiceAccountReplaced,
                "ServiceAccount '" + claim.serviceAccount() + "' in namespace '" + claim.namespace()
                        + "' is not the one of the PodCertificateRequest: it was deleted, or created again since. Restart"
                        + " the pod.");
    }

    private static String pod(PodCertificateClaim claim) {
        return "Pod '" + claim.podName() + "' in namespace '" + claim.namespace() + "'";
    }
}
