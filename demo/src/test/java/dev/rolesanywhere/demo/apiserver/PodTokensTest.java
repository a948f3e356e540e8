package dev.rolesanywhere.demo.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/**
 * The operator rejects a token of the wrong form before it calls the API server. These tokens have the form of
 * Kubernetes' own.
 */
class PodTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("orders")
            .withUid("uid-1")
            .endMetadata()
            .build();
    private static final ServiceAccount ACCOUNT = new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("orders")
            .withUid("uid-2")
            .endMetadata()
            .build();

    private final PodTokens tokens = new PodTokens(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_token_contains_its_audience_its_time_and_its_pod() throws Exception {
        String[] parts = tokens.issue(POD, ACCOUNT, "rolesanywhere.dev").split("\\.", -1);

        assertThat(parts).hasSize(3);
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.path("aud").path(0).asText()).isEqualTo("rolesanywhere.dev");
        assertThat(claims.path("iat").asLong()).isEqualTo(NOW.getEpochSecond());
        assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 600);
        assertThat(claims.at("/kubernetes.io/pod/uid").asText()).isEqualTo("uid-1");
    }

    @Test
    void a_review_knows_the_tokens_that_were_issued_and_no_others() {
        String token = tokens.issue(POD, ACCOUNT, "rolesanywhere.dev");

        assertThat(authenticated(token)).isTrue();
        assertThat(authenticated(token + "x")).isFalse();
    }

    private boolean authenticated(String token) {
        return tokens.review(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .withAudiences("rolesanywhere.dev")
                        .endSpec()
                        .build())
                .getStatus()
                .getAuthenticated();
    }
}
