package dev.rolesanywhere.operator.servingtls;

import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Objects;

/**
 * Annotates the webhook's pods with the certificate in their Secret. A kubelet updates a changed Secret in a running pod only after a
 * minute or more; a changed annotation triggers the update immediately.
 */
@Singleton
class WebhookPods {
    static final String ANNOTATION = "rolesanywhere.dev/webhook-certificate";
    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final String WEBHOOK = "webhook";
    private static final int HEX = 16;

    private final KubernetesClient client;
    private final String namespace;

    WebhookPods(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.namespace = settings.namespace();
    }

    /** @param secret the Secret that the pods mount */
    void announce(String secret, X509Certificate certificate) {
        String serial = certificate.getSerialNumber().toString(HEX);
        client.pods().inNamespace(namespace).withLabel(COMPONENT, WEBHOOK).list().getItems().stream()
                .filter(pod -> mounts(pod, secret))
                .filter(pod -> !serial.equals(
                        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of())
                                .get(ANNOTATION)))
                .forEach(pod -> annotate(pod.getMetadata().getName(), serial));
    }

    private static boolean mounts(Pod pod, String secret) {
        return pod.getSpec().getVolumes().stream()
                .anyMatch(volume -> volume.getSecret() != null
                        && secret.equals(volume.getSecret().getSecretName()));
    }

    private void annotate(String pod, String serial) {
        try {
            client.pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(ANNOTATION, serial));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }
}
