package dev.rolesanywhere.operator.servingtls;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the webhook's CA bundle into the webhook configuration. */
@Singleton
class WebhookTrust {
    private final KubernetesClient client;

    WebhookTrust(KubernetesClient client) {
        this.client = client;
    }

    /** Does nothing if the chart has no webhook. */
    void publish(String configuration, String bundlePem) {
        MutatingWebhookConfiguration found = find(configuration);
        if (found == null) {
            return;
        }
        String bundle = encoded(bundlePem);
        List<MutatingWebhook> webhooks = found.getWebhooks();
        String operations = IntStream.range(0, webhooks.size())
                .filter(i -> !bundle.equals(webhooks.get(i).getClientConfig().getCaBundle()))
                .mapToObj(i -> operations(i, webhooks.get(i).getName(), bundle))
                .collect(Collectors.joining(","));
        if (!operations.isEmpty()) {
            client.resource(found).patch(PatchContext.of(PatchType.JSON), "[" + operations + "]");
        }
    }

    /** Whether all webhooks of the configuration have this bundle. True if the chart has no webhook. */
    boolean trusts(String configuration, String bundlePem) {
        MutatingWebhookConfiguration found = find(configuration);
        return found == null
                || found.getWebhooks().stream().allMatch(it -> encoded(bundlePem)
                        .equals(it.getClientConfig().getCaBundle()));
    }

    private @Nullable MutatingWebhookConfiguration find(String configuration) {
        return client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(configuration)
                .get();
    }

    private static String encoded(String bundlePem) {
        return Base64.getEncoder().encodeToString(bundlePem.getBytes(StandardCharsets.UTF_8));
    }

    /** The JSON patch test prevents a write to another webhook if the list changed in between. */
    private static String operations(int index, String name, String bundle) {
        return """
                {"op":"test","path":"/webhooks/%1$d/name","value":"%2$s"},\
                {"op":"add","path":"/webhooks/%1$d/clientConfig/caBundle","value":"%3$s"}""".formatted(index, name, bundle);
    }
}
