package dev.rolesanywhere.operator.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.issuance.PresentedToken;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatusBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesTokensTest {
    private static final Instant MADE = Instant.parse("2026-01-02T03:04:05Z");
    private static final Optional<TokenClaims> CLAIMS =
            Optional.of(new TokenClaims(List.of("rolesanywhere.dev"), MADE, MADE.plusSeconds(600), "uid-1"));

    @Test
    void a_service_account_token_identifies_account_and_pod() {
        assertThat(KubernetesTokens.presented(status("system:serviceaccount:shop:orders"), CLAIMS))
                .isEqualTo(new PresentedToken(
                        true,
                        Set.of("rolesanywhere.dev"),
                        "shop",
                        "orders",
                        "sa-uid",
                        "orders-1",
                        "pod-uid",
                        MADE,
                        MADE.plusSeconds(600)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "system:node:n1", "system:serviceaccount:shop", "system:serviceaccount:a:b:c", ""})
    void other_callers_have_no_identity(String username) {
        assertThat(KubernetesTokens.presented(status(username), CLAIMS)).isEqualTo(PresentedToken.unauthenticated());
    }

    @Test
    void a_review_without_a_status_identifies_no_caller() {
        assertThat(KubernetesTokens.presented(null, CLAIMS)).isEqualTo(PresentedToken.unauthenticated());
        assertThat(KubernetesTokens.presented(new TokenReviewStatus(), CLAIMS))
                .isEqualTo(PresentedToken.unauthenticated());
    }

    @Test
    void a_token_with_two_pods_identifies_no_pod() {
        TokenReviewStatus status = status("system:serviceaccount:shop:orders");
        status.getUser().setExtra(Map.of("authentication.kubernetes.io/pod-name", List.of("a", "b")));

        assertThat(KubernetesTokens.presented(status, CLAIMS).podName()).isNull();
    }

    private static TokenReviewStatus status(String username) {
        return new TokenReviewStatusBuilder()
                .withAuthenticated(true)
                .withAudiences("rolesanywhere.dev")
                .withNewUser()
                .withUsername(username)
                .withUid("sa-uid")
                .addToExtra("authentication.kubernetes.io/pod-name", List.of("orders-1"))
                .addToExtra("authentication.kubernetes.io/pod-uid", List.of("pod-uid"))
                .endUser()
                .build();
    }
}
