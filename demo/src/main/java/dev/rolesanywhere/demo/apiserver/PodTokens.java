package dev.rolesanywhere.demo.apiserver;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pod-bound tokens like the kubelet's projected ones: unsigned JWTs with the claims that the operator reads before its
 * TokenReview.
 */
public final class PodTokens {
    private record Bound(
            String audience,
            String namespace,
            String serviceAccount,
            String serviceAccountUid,
            String pod,
            String uid) {}

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Map<String, Bound> tokens = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    PodTokens(Clock clock) {
        this.clock = clock;
    }

    /** A new token of this audience for this pod. */
    public String issue(Pod pod, ServiceAccount serviceAccount, String audience) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        Instant now = clock.instant();
        String token = part(Map.of("alg", "none")) + "."
                + part(Map.of(
                        "aud",
                        List.of(audience),
                        "iat",
                        now.getEpochSecond(),
                        "exp",
                        now.plus(LIFETIME).getEpochSecond(),
                        "kubernetes.io",
                        Map.of(
                                "namespace",
                                pod.getMetadata().getNamespace(),
                                "pod",
                                Map.of(
                                        "name",
                                        pod.getMetadata().getName(),
                                        "uid",
                                        pod.getMetadata().getUid()))))
                + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        tokens.put(
                token,
                new Bound(
                        audience,
                        pod.getMetadata().getNamespace(),
                        serviceAccount.getMetadata().getName(),
                        serviceAccount.getMetadata().getUid(),
                        pod.getMetadata().getName(),
                        pod.getMetadata().getUid()));
        return token;
    }

    private static String part(Map<String, Object> json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Serialization.asJson(json).getBytes(StandardCharsets.UTF_8));
    }

    TokenReview review(TokenReview asked) {
        Bound bound = tokens.get(asked.getSpec().getToken());
        List<String> audiences = asked.getSpec().getAudiences();
        if (bound == null || !audiences.contains(bound.audience())) {
            return new TokenReviewBuilder(asked)
                    .editSpec()
                    .withToken("")
                    .endSpec()
                    .withNewStatus()
                    .withAuthenticated(false)
                    .withError("the token is unknown or of another audience")
                    .endStatus()
                    .build();
        }
        return new TokenReviewBuilder(asked)
                .editSpec()
                .withToken("")
                .endSpec()
                .withNewStatus()
                .withAuthenticated(true)
                .withAudiences(bound.audience())
                .withNewUser()
                .withUsername("system:serviceaccount:" + bound.namespace() + ":" + bound.serviceAccount())
                .withUid(bound.serviceAccountUid())
                .addToExtra("authentication.kubernetes.io/pod-name", List.of(bound.pod()))
                .addToExtra("authentication.kubernetes.io/pod-uid", List.of(bound.uid()))
                .endUser()
                .endStatus()
                .build();
    }
}
