package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.operator.timing.IssuingTimes;
import dev.rolesanywhere.pki.issuance.PresentedToken;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** TokenReview for one of our audiences. */
@Singleton
class KubernetesTokens implements Tokens {
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
    private static final String NODE_NAME = "authentication.kubernetes.io/node-name";
    private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

    private final KubernetesClient client;
    private final IssuingTimes times;

    KubernetesTokens(KubernetesClient client, IssuingTimes times) {
        this.client = client;
        this.times = times;
    }

    @Override
    public PresentedToken review(String token, String audience) {
        TokenReview review = times.time(IssuingTimes.Step.TokenReview, () -> ask(token, audience));
        return presented(review.getStatus(), TokenClaims.of(token));
    }

    private TokenReview ask(String token, String audience) {
        return client.resource(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .withAudiences(audience)
                        .endSpec()
                        .build())
                .create();
    }

    /**
     * The claims of an authenticated token are verified, and TokenReview itself does not contain the times. Any user
     * that is not a ServiceAccount of exactly this form counts as unauthenticated.
     */
    static PresentedToken presented(@Nullable TokenReviewStatus status, Optional<TokenClaims> claims) {
        if (status == null || !Boolean.TRUE.equals(status.getAuthenticated()) || status.getUser() == null) {
            return PresentedToken.unauthenticated();
        }
        UserInfo user = status.getUser();
        String username = user.getUsername() == null ? "" : user.getUsername();
        String[] parts = username.startsWith(SERVICE_ACCOUNT)
                ? username.substring(SERVICE_ACCOUNT.length()).split(":", -1)
                : new String[0];
        if (parts.length != 2 || user.getUid() == null) {
            return PresentedToken.unauthenticated();
        }
        Set<String> audiences = status.getAudiences() == null ? Set.of() : Set.copyOf(status.getAudiences());
        return new PresentedToken(
                true,
                audiences,
                parts[0],
                parts[1],
                user.getUid(),
                extra(user, POD_NAME),
                extra(user, POD_UID),
                claims.map(TokenClaims::issuedAt).orElse(null),
                claims.map(TokenClaims::expiry).orElse(null),
                extra(user, NODE_NAME));
    }

    private static @Nullable String extra(UserInfo user, String key) {
        Map<String, List<String>> extra = user.getExtra();
        List<String> values = extra == null ? null : extra.get(key);
        return values == null || values.size() != 1 ? null : values.getFirst();
    }
}
