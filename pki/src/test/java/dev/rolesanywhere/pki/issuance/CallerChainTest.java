package dev.rolesanywhere.pki.issuance;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CallerChainTest {
    private static final LivePod RUNNING = new LivePod("pod-uid", "orders", "Running", null);

    static Stream<Arguments> served() {
        return Stream.of(
                arguments("a running pod", request(token(), RUNNING)),
                arguments("a pending pod: the sidecar starts first", request(token(), phase("Pending"))),
                arguments("a pod whose node is silent", request(token(), phase("Unknown"))),
                arguments(
                        "a terminating pod until its deletion time",
                        request(token(), new LivePod("pod-uid", "orders", "Running", NOW.plusSeconds(1)))),
                arguments(
                        "a token that is for others too",
                        request(audiences(Set.of("rolesanywhere.dev", "https://kubernetes.default")), RUNNING)),
                arguments(
                        "a pod of its agent's node",
                        new IssuanceRequest(onNode("n1"), RUNNING, "sa-uid", 1, NOW, "n1")),
                arguments("a token in its last second", request(expiring(1), RUNNING)),
                arguments("a token of the oldest age", request(made(Duration.ofMinutes(20)), RUNNING)),
                arguments("a pod that begins anew and again", new IssuanceRequest(token(), RUNNING, "sa-uid", 40, NOW)),
                arguments("a service account that is not known", new IssuanceRequest(token(), RUNNING, null, 1, NOW)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("served")
    void served(String what, IssuanceRequest request) {
        assertThat(decide(request)).isEqualTo(Decision.ACCEPTED);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        "an unknown token",
                        request(PresentedToken.unauthenticated(), null),
                        IssuingReason.TokenNotAuthenticated,
                        "read from its file for each request"),
                arguments(
                        "a token for the API server",
                        request(audiences(Set.of("https://kubernetes.default")), RUNNING),
                        IssuingReason.TokenWrongAudience,
                        "not for the audience 'rolesanywhere.dev'"),
                arguments(
                        "a token for nobody",
                        request(audiences(Set.of()), RUNNING),
                        IssuingReason.TokenWrongAudience,
                        "not for the audience"),
                arguments(
                        "an expired token",
                        request(expiring(0), RUNNING),
                        IssuingReason.TokenExpired,
                        "expired at 2026-03-04T05:06:07Z"),
                arguments(
                        "a token that was made for days",
                        request(made(Duration.ofMinutes(20).plusSeconds(1)), RUNNING),
                        IssuingReason.TokenTooOld,
                        "more than 20 minutes ago"),
                arguments(
                        "a pod that hammers",
                        new IssuanceRequest(token(), RUNNING, "sa-uid", 41, NOW),
                        IssuingReason.PodAsksTooOften,
                        "Pod 'orders-1' in namespace 'shop' sent more than 40 requests"),
                arguments(
                        "a token without a pod",
                        request(bound(null, null), null),
                        IssuingReason.TokenNotBoundToPod,
                        "projected token from inside the pod"),
                arguments(
                        "a token with a pod's name only",
                        request(bound("orders-1", null), RUNNING),
                        IssuingReason.TokenNotBoundToPod,
                        "not bound to a pod"),
                arguments(
                        "a pod of another node than its agent",
                        new IssuanceRequest(onNode("n1"), RUNNING, "sa-uid", 1, NOW, "n2"),
                        IssuingReason.PodOnAnotherNode,
                        "is on node 'n1', but the agent that sent its token is on node 'n2'"),
                arguments(
                        "a pod's token without a node from an agent",
                        new IssuanceRequest(token(), RUNNING, "sa-uid", 1, NOW, "n2"),
                        IssuingReason.PodOnAnotherNode,
                        "has a token without the name of a node"),
                arguments(
                        "a pod that is gone",
                        request(token(), null),
                        IssuingReason.PodNotFound,
                        "Pod 'orders-1' in namespace 'shop' no longer exists"),
                arguments(
                        "another pod of the same name",
                        request(token(), new LivePod("new-uid", "orders", "Running", null)),
                        IssuingReason.PodReplaced,
                        "a new pod replaced it under the same name"),
                arguments(
                        "a pod of another service account",
                        request(token(), new LivePod("pod-uid", "admin", "Running", null)),
                        IssuingReason.PodServiceAccountDiffers,
                        "does not run as ServiceAccount 'orders'"),
                arguments(
                        "a succeeded pod",
                        request(token(), phase("Succeeded")),
                        IssuingReason.PodFinished,
                        "has finished"),
                arguments("a failed pod", request(token(), phase("Failed")), IssuingReason.PodFinished, "has finished"),
                arguments(
                        "a pod at its deletion time",
                        request(token(), new LivePod("pod-uid", "orders", "Running", NOW)),
                        IssuingReason.PodDeleted,
                        "raise terminationGracePeriodSeconds"),
                arguments(
                        "a service account that was created again",
                        new IssuanceRequest(token(), RUNNING, "new-sa-uid", 1, NOW),
                        IssuingReason.ServiceAccountReplaced,
                        "Restart the pod"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refused")
    void refused(String what, IssuanceRequest request, IssuingReason reason, String words) {
        assertThat(decide(request)).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.message()).contains(words).doesNotContain("null");
        });
    }

    @Test
    void the_first_refusal_is_the_answer() {
        IssuanceRequest allWrong = new IssuanceRequest(
                PresentedToken.unauthenticated(), new LivePod("x", "x", "Failed", NOW), "x", 1, NOW);

        assertThat(decide(allWrong))
                .isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(IssuingReason.TokenNotAuthenticated));
    }

    static Stream<Arguments> podPolicies() {
        return Stream.<Arguments>of(
                arguments("same pod", (Policy<IssuanceRequest>) CallerPolicies::podIsTheOneOfTheToken),
                arguments("service account", (Policy<IssuanceRequest>) CallerPolicies::podRunsAsTheServiceAccount),
                arguments("finished", (Policy<IssuanceRequest>) CallerPolicies::podHasNotFinished),
                arguments("deleted", (Policy<IssuanceRequest>) CallerPolicies::podIsNotPastItsDeletion));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("podPolicies")
    void each_pod_policy_alone_refuses_a_missing_pod(String what, Policy<IssuanceRequest> policy) {
        assertThat(policy.decide(request(token(), null))).isInstanceOf(Decision.Refused.class);
    }

    private static Decision decide(IssuanceRequest request) {
        return IssuingChains.caller("rolesanywhere.dev", Duration.ofMinutes(20)).decide(request);
    }

    private static IssuanceRequest request(PresentedToken token, @Nullable LivePod pod) {
        return new IssuanceRequest(token, pod, "sa-uid", 1, NOW);
    }

    private static LivePod phase(String phase) {
        return new LivePod("pod-uid", "orders", phase, null);
    }

    private static PresentedToken token() {
        return audiences(Set.of("rolesanywhere.dev"));
    }

    private static PresentedToken onNode(String node) {
        return new PresentedToken(
                true, Set.of("rolesanywhere.dev"), "shop", "orders", "sa-uid", "orders-1", "pod-uid", null, null, node);
    }

    private static PresentedToken audiences(Set<String> audiences) {
        return new PresentedToken(true, audiences, "shop", "orders", "sa-uid", "orders-1", "pod-uid", null, null);
    }

    private static PresentedToken bound(@Nullable String pod, @Nullable String uid) {
        return new PresentedToken(true, Set.of("rolesanywhere.dev"), "shop", "orders", "sa-uid", pod, uid, null, null);
    }

    private static PresentedToken made(Duration ago) {
        return new PresentedToken(
                true,
                Set.of("rolesanywhere.dev"),
                "shop",
                "orders",
                "sa-uid",
                "orders-1",
                "pod-uid",
                NOW.minus(ago),
                null);
    }

    private static PresentedToken expiring(int seconds) {
        return new PresentedToken(
                true,
                Set.of("rolesanywhere.dev"),
                "shop",
                "orders",
                "sa-uid",
                "orders-1",
                "pod-uid",
                null,
                NOW.plusSeconds(seconds));
    }
}
