package dev.rolesanywhere.pki.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodCertificateChainTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final LivePod RUNNING = new LivePod("pod-uid", "orders", "Running", null, "n1");

    @Test
    void a_pod_that_matches_its_request_is_served_until_its_grace_period_ends() {
        assertThat(decide(claim(RUNNING, "sa-uid"))).isEqualTo(Decision.ACCEPTED);
        assertThat(decide(claim(new LivePod("pod-uid", "orders", "Pending", NOW.plusSeconds(1), "n1"), "sa-uid")))
                .isEqualTo(Decision.ACCEPTED);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(null, "sa-uid", IssuingReason.PodNotFound, "Pod 'orders-1' in namespace 'shop' does not"),
                Arguments.of(
                        new LivePod("new-uid", "orders", "Running", null, "n1"),
                        "sa-uid",
                        IssuingReason.PodReplaced,
                        "a new pod replaced it under the same name"),
                Arguments.of(
                        new LivePod("pod-uid", "orders", "Running", null, "n2"),
                        "sa-uid",
                        IssuingReason.PodOnAnotherNode,
                        "names node 'n1', and"),
                Arguments.of(
                        new LivePod("pod-uid", "orders", "Pending", null, null),
                        "sa-uid",
                        IssuingReason.PodOnAnotherNode,
                        "names node 'n1', and"),
                Arguments.of(
                        new LivePod("pod-uid", "admin", "Running", null, "n1"),
                        "sa-uid",
                        IssuingReason.PodServiceAccountDiffers,
                        "does not run as ServiceAccount 'orders'"),
                Arguments.of(
                        new LivePod("pod-uid", "orders", "Succeeded", null, "n1"),
                        "sa-uid",
                        IssuingReason.PodFinished,
                        "has finished"),
                Arguments.of(
                        new LivePod("pod-uid", "orders", "Failed", null, "n1"),
                        "sa-uid",
                        IssuingReason.PodFinished,
                        "has finished"),
                Arguments.of(
                        new LivePod("pod-uid", "orders", "Running", NOW, "n1"),
                        "sa-uid",
                        IssuingReason.PodDeleted,
                        "is past its termination grace period"),
                Arguments.of(RUNNING, "new-uid", IssuingReason.ServiceAccountReplaced, "Restart the pod"),
                Arguments.of(RUNNING, null, IssuingReason.ServiceAccountReplaced, "was deleted"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(@Nullable LivePod pod, @Nullable String serviceAccountUid, IssuingReason reason, String message) {
        assertThat(decide(claim(pod, serviceAccountUid))).isInstanceOfSatisfying(Decision.Refused.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(reason);
            assertThat(refusal.message()).contains(message);
        });
    }

    private static Decision decide(PodCertificateClaim claim) {
        return IssuingChains.podCertificate().decide(claim);
    }

    private static PodCertificateClaim claim(@Nullable LivePod pod, @Nullable String serviceAccountUid) {
        return new PodCertificateClaim(
                "shop", "orders-1", "pod-uid", "orders", "sa-uid", "n1", pod, serviceAccountUid, NOW);
    }
}
