package dev.rolesanywhere.pki.issuance;

import static dev.rolesanywhere.pki.issuance.Decision.refuseIf;

import java.time.Duration;
import java.time.Instant;

/** Policies about who calls. Each holds by itself: where an earlier one in the chain has refused, a later one still does. */
final class CallerPolicies {
    /** A sidecar that fails makes about 14 in its first minute; one that is restarted begins again. */
    static final int MOST_IN_A_MINUTE = 40;

    private CallerPolicies() {}

    static Decision tokenIsAuthenticated(IssuanceRequest request) {
        return refuseIf(
                !request.token().authenticated(),
                IssuingReason.TokenNotAuthenticated,
                "The API server does not accept the token. Send the pod's projected ServiceAccount token, read from"
                        + " its file for each request.");
    }

    /** An agent speaks for the pods of its own node only. */
    static Decision podIsOnTheNodeOfItsAgent(IssuanceRequest request) {
        String agents = request.agentsNode();
        String pods = request.token().node();
        return refuseIf(
                agents != null && !agents.equals(pods),
                IssuingReason.PodOnAnotherNode,
                pod(request)
                        + (pods == null ? " is on no node that its token names" : " is on node '" + pods + "'")
                        + ", and the agent that sends its token is on node '" + agents
                        + "'. A pod calls the agent of its own node.");
    }

    static Policy<IssuanceRequest> tokenIsFor(String audience) {
        return request -> refuseIf(
                !request.token().audiences().contains(audience),
                IssuingReason.TokenWrongAudience,
                "The token is not for the audience '" + audience
                        + "'. Send the token that is projected with that audience, not"
                        + " the one for the API server.");
    }

    static Decision tokenHasNotExpired(IssuanceRequest request) {
        Instant expiry = request.token().expiry();
        return refuseIf(
                expiry != null && !request.now().isBefore(expiry),
                IssuingReason.TokenExpired,
                "The token expired at " + expiry
                        + ". Read it from its file for each request; the kubelet keeps it fresh.");
    }

    /** The kubelet makes a new one well before: an old one was made for longer than the webhook asks for, or was carried off. */
    static Policy<IssuanceRequest> tokenIsNoOlderThan(Duration oldest) {
        return request -> {
            Instant made = request.token().issuedAt();
            return refuseIf(
                    made != null && request.now().isAfter(made.plus(oldest)),
                    IssuingReason.TokenTooOld,
                    "The token was made at " + made + ", more than " + oldest.toMinutes()
                            + " minutes ago. Send the pod's projected token, read from its file for each"
                            + " request.");
        };
    }

    static Decision podDoesNotAskTooOften(IssuanceRequest request) {
        return refuseIf(
                request.requestsInAMinute() > MOST_IN_A_MINUTE,
                IssuingReason.PodAsksTooOften,
                pod(request) + " has made more than " + MOST_IN_A_MINUTE
                        + " requests within a minute. A sidecar needs one or two for each role and hour: somebody else"
                        + " may have its token.");
    }

    static Decision tokenIsBoundToAPod(IssuanceRequest request) {
        return refuseIf(
                request.token().podName() == null || request.token().podUid() == null,
                IssuingReason.TokenNotBoundToPod,
                "The token is bound to no pod. Send a projected token from inside the pod; 'kubectl create token' needs"
                        + " --bound-object-kind=Pod.");
    }

    static Decision podExists(IssuanceRequest request) {
        return refuseIf(
                request.pod() == null,
                IssuingReason.PodNotFound,
                pod(request) + " does not exist any more. A new pod gets a certificate of its own.");
    }

    static Decision podIsTheOneOfTheToken(IssuanceRequest request) {
        LivePod pod = request.pod();
        return refuseIf(
                pod == null || !pod.uid().equals(request.token().podUid()),
                IssuingReason.PodReplaced,
                pod(request)
                        + " is not the one that the token was made for: it was replaced by another of the same name,"
                        + " which has a token of its own.");
    }

    static Decision podRunsAsTheServiceAccount(IssuanceRequest request) {
        LivePod pod = request.pod();
        String tokens = request.token().serviceAccount();
        return refuseIf(
                pod == null || !pod.serviceAccountName().equals(tokens),
                IssuingReason.PodServiceAccountDiffers,
                pod(request) + " does not run as ServiceAccount '" + tokens
                        + "', which the token is for. Send the pod's own token.");
    }

    static Decision podHasNotFinished(IssuanceRequest request) {
        LivePod pod = request.pod();
        return refuseIf(
                pod == null || pod.hasFinished(),
                IssuingReason.PodFinished,
                pod(request) + " has finished; finished pods get no certificates.");
    }

    /** A terminating pod is served until its grace period ends: long drains need AWS too. */
    static Decision podIsNotPastItsDeletion(IssuanceRequest request) {
        LivePod pod = request.pod();
        Instant deletion = pod == null ? Instant.MIN : pod.deletionTimestamp();
        return refuseIf(
                deletion != null && !request.now().isBefore(deletion),
                IssuingReason.PodDeleted,
                pod(request)
                        + " was to be gone by now: its grace period is over. Raise terminationGracePeriodSeconds if it"
                        + " needs longer.");
    }

    static Decision serviceAccountIsTheOneOfTheToken(IssuanceRequest request) {
        String live = request.liveServiceAccountUid();
        return refuseIf(
                live != null && !live.equals(request.token().serviceAccountUid()),
                IssuingReason.ServiceAccountReplaced,
                "ServiceAccount '" + request.token().serviceAccount() + "' in namespace '"
                        + request.token().namespace()
                        + "' was deleted and created again since this pod's token was made. Restart the pod.");
    }

    private static String pod(IssuanceRequest request) {
        return "Pod '" + request.token().podName() + "' in namespace '"
                + request.token().namespace() + "'";
    }
}
