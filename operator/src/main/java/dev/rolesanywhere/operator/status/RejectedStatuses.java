package dev.rolesanywhere.operator.status;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Statuses that the API server rejects for their content. The operator writes such a status with less content, so that
 * one text never blocks the rest, and never sends the same content twice.
 */
@Singleton
class RejectedStatuses {
    private static final Logger LOG = Logger.getLogger(RejectedStatuses.class);
    private static final int UNPROCESSABLE = 422;
    private static final Set<Integer> ABOUT_THE_CONTENT =
            Set.of(HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_ENTITY_TOO_LARGE, UNPROCESSABLE);

    /** Limits the entries of deleted objects. A watch for them would cost more. */
    private static final int MOST = 1000;

    private final MeterRegistry metrics;
    private final Map<String, Rejection> rejections = new ConcurrentHashMap<>();

    /** @param entirely whether the API server also rejected every shorter status */
    private record Rejection(Object desired, boolean entirely) {}

    RejectedStatuses(MeterRegistry metrics) {
        this.metrics = metrics;
        List.of(AWSTrustAnchor.class, AWSRole.class, AWSRoleBinding.class)
                .forEach(kind -> counter(HasMetadata.getKind(kind)));
    }

    private Counter counter(String kind) {
        return Counter.builder("rolesanywhere.status.rejected")
                .description("Statuses that the API server rejected for their content")
                .tag("kind", kind)
                .register(metrics);
    }

    /** @throws KubernetesClientException for a failure that is not about the content */
    <S> void write(String kind, String name, StatusContent<S> content, Consumer<S> patch) {
        String key = kind + " " + name;
        @Nullable Rejection known = rejections.get(key);
        boolean again = false;
        if (known != null && known.desired().equals(content.desired())) {
            if (known.entirely()) {
                return;
            }
            again = true;
        }
        List<S> attempts = new ArrayList<>(again ? List.of() : List.of(content.desired()));
        attempts.addAll(content.less());
        for (S attempt : attempts) {
            if (attempt.equals(content.observed()) || isAccepted(kind, key, attempt, patch)) {
                remember(key, content.desired(), attempt);
                return;
            }
        }
        put(key, new Rejection(content.desired(), true));
    }

    private <S> boolean isAccepted(String kind, String key, S attempt, Consumer<S> patch) {
        try {
            patch.accept(attempt);
            return true;
        } catch (KubernetesClientException e) {
            if (!ABOUT_THE_CONTENT.contains(e.getCode())) {
                throw e;
            }
            counter(kind).increment();
            LOG.warnf(
                    "the API server rejected the status of %s (HTTP %d), so it is sent with less content: %s",
                    key, e.getCode(), UntrustedText.sanitize(e.getMessage()));
            return false;
        }
    }

    private void remember(String key, Object desired, Object accepted) {
        if (accepted.equals(desired)) {
            rejections.remove(key);
        } else {
            put(key, new Rejection(desired, false));
        }
    }

    private void put(String key, Rejection rejection) {
        if (rejections.size() >= MOST) {
            rejections.clear();
        }
        rejections.put(key, rejection);
    }
}
