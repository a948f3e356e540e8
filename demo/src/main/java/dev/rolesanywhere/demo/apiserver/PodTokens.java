package dev.rolesanywhere.demo.apiserver;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opaque tokens bound to pods, as the kubelet would project them. */
public final class PodTokens {
    private record Bound(
            String audience,
            String namespace,
            String serviceAccount,
            String serviceAccountUid,
            String pod,
            String uid) {}

    private final Map<String, Bound> tokens = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** A new token of this audience for this pod. */
    public String issue(Pod pod, ServiceAccount serviceAccount, String audience) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
