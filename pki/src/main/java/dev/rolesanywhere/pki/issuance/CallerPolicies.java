package dev.rolesanywhere.pki.issuance;

import static dev.rolesanywhere.pki.issuance.Decision.refuseIf;

import java.time.Duration;
import java.time.Instant;

/** Policies about the caller. Each policy is complete by itself and does not rely on earlier policies of the chain. */
final class CallerPolicies {
    /** A failing sidecar sends about 14 requests in its first minute, and again after a restart. */
    static final int MOST_IN_A_MINUTE = 40;

    private CallerPolicies() {}

    static Decision tokenIsAuthenticated(IssuanceRequest request) {
        return refuseIf(
                !request.token().authenticated(),
                IssuingReason.TokenNotAuthenticated,
                "The API server does not accept the token. Send the pod's projected ServiceAccount token, read from"
                        + " its file for each request.");
    }

    /** An agent may send only the tokens of pods on its own node. */
    static Decision podIsOnTheNodeOfItsAgent(IssuanceRequest request) {
        String agents = request.agentsNode();
        String pods = request.token().node();
        return refuseIf(
                agents != null && !agents.equals(pods),
                IssuingReason.PodOnAnotherNode,
                pod(request)
                        + (pods == null ? " has a token without the name of a node" : " is on node '" + pods + "'")
                        + ", but the agent that sent its token is on node '" + agents
                        + "'. A pod calls the agent of its own node.");
    }

    static Policy<IssuanceRequest> tokenIsFor(String audience) {
        return request -> refuseIf(
                !request.token().audiences().contains(audience),
                IssuingReason.TokenWrongAudience,
                "The token is not for the audience '" + audience
                        + "'. Send the token that is projected with that audience, not the token for the API server.");
    }

    static Decision tokenHasNotExpired(IssuanceRequest request) {
        Instant expiry = request.token().expiry();
        return refuseIf(
                expiry != null && !request.now().isBefore(expiry),
                IssuingReason.TokenExpired,
                "The token expired at " + expiry
                        + ". Read it from its file for each request; the kubelet keeps it fresh.");
    }

    /** The kubelet renews tokens well before. An older token was requested with a longer lifetime, or was stolen. */
    static Policy<IssuanceRequest> tokenIsNoOlderThan(Duration oldest) {
        return request -> {
            Instant made = request.token().issuedAt();
            return refuseIf(
                    made != null && request.now().isAfter(made.plus(oldest)),
                    IssuingReason.TokenTooOld,
                    "The token was issued at " + made + ", more than " + oldest.toMinutes()
                            + " minutes ago. Send the pod's projected token, read from its file for each"
                            + " request.");
        };
    }

    static Decision podDoesNotAskTooOften(IssuanceRequest request) {
        return refuseIf(
                request.requestsInAMinute() > MOST_IN_A_MINUTE,
                IssuingReason.PodAsksTooOften,
                pod(request) + " sent more than " + MOST_IN_A_MINUTE
                        + " requests within a minute. A sidecar needs one or two for each role and hour: its token may be stolen.");
    }

    static Decision tokenIsBoundToAPod(IssuanceRequest request) {
        return refuseIf(
                request.token().podName() == null || request.token().podUid() == null,
                IssuingReason.TokenNotBoundToPod,
                "The token is not bound to a pod. Send a projected token from inside the pod; 'kubectl create token' needs"
                        + " --bound-object-kind=Pod.");
    }

    static Decision podExists(IssuanceRequest request) {
        return refuseIf(
                request.pod() == null,
                IssuingReason.PodNotFound,
                pod(request) + " no longer exists. Only existing pods get certificates.");
    }

    static Decision podIsTheOneOfTheToken(IssuanceRequest request) {
        LivePod pod = request.pod();
        return refuseIf(
                pod == null || !pod.uid().equals(request.token().podUid()),
                IssuingReason.PodReplaced,
                pod(request)
                        + " is not the pod of this token: a new pod replaced it under the same name. Send the new pod's token.");
    }

    static Decision podRunsAsTheServiceAccount(IssuanceRequest request) {
        LivePod pod = request.pod();
        String tokens = request.token().serviceAccount();
        return refuseIf(
                pod == null || !pod.serviceAccountName().equals(tokens),
                IssuingReason.PodServiceAccountDiffers,
                pod(request) + " does not run as ServiceAccount '" + tokens
                        + "', for which the token was issued. Send the pod's own token.");
    }

    static Decision podHasNotFinished(IssuanceRequest request) {
        LivePod pod = request.pod();
        return refuseIf(
                pod == null || pod.hasFinished(),
                IssuingReason.PodFinished,
                pod(request) + " has finished; finished pods get no certificates.");
    }

    /** A terminating pod gets certificates until its grace period is over, because long drains need AWS too. */
    static Decision podIsNotPastItsDeletion(IssuanceRequest request) {
        LivePod pod = request.pod();
        Instant deletion = pod == null ? Instant.MIN : pod.deletionTimestamp();
        return refuseIf(
                deletion != null && !request.now().isBefore(deletion),
                IssuingReason.PodDeleted,
                pod(request)
                        + " is past its termination grace period, so it gets no more certificates. If it needs AWS for longer, raise terminationGracePeriodSeconds.");
    }

    static Decision serviceAccountIsTheOneOfTheToken(IssuanceRequest request) {
        String live = request.liveServiceAccountUid();
        return refuseIf(
                live != null && !live.equals(request.token().serviceAccountUid()),
                IssuingReason.ServiceAccountReplaced,
                "ServiceAccount '" + request.token().serviceAccount() + "' in namespace '"
                        + request.token().namespace()
                        + "' was deleted and created again after this pod's token was issued. Restart the pod.");
    }

    private static String pod(IssuanceRequest request) {
        return "Pod '" + request.token().podName() + "' in namespace '"
                + request.token().namespace() + "'";
    }
}
