package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The webhook's Deployment. */
public final class Webhook {
    private Webhook() {}

    /** Returns when exactly that many replicas are ready and no other is left. */
    public static void scale(KubernetesClient client, int replicas) {
        client.apps()
                .deployments()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.WEBHOOK)
                .scale(replicas);
        await().atMost(Cluster.PATIENCE).until(() -> {
            var pods = client.pods()
                    .inNamespace(Installation.NAMESPACE)
                    .withLabel("app.kubernetes.io/component", "webhook")
                    .list()
                    .getItems();
            return pods.size() == replicas
                    && pods.stream().allMatch(pod -> pod.getStatus().getConditions().stream()
                            .anyMatch(condition -> condition.getType().equals("Ready")
                                    && condition.getStatus().equals("True")));
        });
    }

    /**
     * The operator's Events about the webhook's cluster-scoped configuration, where kubectl looks for them: {@code
     * reason: message} by UID.
     */
    static Map<String, String> said() {
        return Installation.get()
                .client()
                .v1()
                .events()
                .inNamespace("default")
                .withField("involvedObject.kind", "MutatingWebhookConfiguration")
                .list()
                .getItems()
                .stream()
                .collect(Collectors.toMap(
                        event -> event.getMetadata().getUid(), event -> event.getReason() + ": " + event.getMessage()));
    }

    /** @param before earlier Events, which do not count */
    static void awaitEvent(String reason, String message, Map<String, String> before) {
        await("Event " + reason).atMost(Cluster.PATIENCE).untilAsserted(() -> {
            Map<String, String> since = new HashMap<>(said());
            since.keySet().removeAll(before.keySet());
            assertThat(since.values()).anyMatch(event -> event.startsWith(reason + ": " + message));
        });
    }
}
