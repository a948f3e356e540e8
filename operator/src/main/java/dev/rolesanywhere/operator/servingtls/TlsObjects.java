package dev.rolesanywhere.operator.servingtls;

import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The objects that carry the operator's own TLS. Every write says which version it replaces, so that of two replicas one wins and
 * the other reads again.
 */
@Singleton
class TlsObjects {
    private final KubernetesClient client;
    private final String namespace;

    TlsObjects(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.namespace = settings.namespace();
    }

    /** @param version absent-safe: the Secret's resourceVersion */
    record Stored(String version, Map<String, byte[]> data) {
        @Override
        public String toString() {
            return "Stored[version=" + version + "]";
        }
    }

    Optional<Stored> secret(String name) {
        return Optional.ofNullable(
                        client.secrets().inNamespace(namespace).withName(name).get())
                .map(secret -> new Stored(secret.getMetadata().getResourceVersion(), decoded(secret)));
    }

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if another replica was first */
    void create(String name, String type, Map<String, String> data) {
        client.resource(secret(name, type, data)).create();
    }

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if it is not at this version any more */
    void update(String name, String type, Map<String, String> data, String version) {
        client.resource(secret(name, type, data)).lockResourceVersion(version).update();
    }

    void publish(String configMap, String entry, String text) {
        ConfigMap found =
                client.configMaps().inNamespace(namespace).withName(configMap).get();
        if (found == null) {
            client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(configMap)
                            .withNamespace(namespace)
                            .endMetadata()
                            .addToData(entry, text)
                            .build())
                    .create();
        } else if (found.getData() == null || !text.equals(found.getData().get(entry))) {
            client.resource(new ConfigMapBuilder(found).addToData(entry, text).build())
                    .lockResourceVersion(found.getMetadata().getResourceVersion())
                    .update();
        }
    }

    /** Tells the API server whom to trust as the webhook; nothing to do where the chart has none. */
    void trustWebhook(String configuration, String bundlePem) {
        MutatingWebhookConfiguration found = client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(configuration)
                .get();
        if (found == null) {
            return;
        }
        String bundle = Base64.getEncoder().encodeToString(bundlePem.getBytes(StandardCharsets.UTF_8));
        List<MutatingWebhook> webhooks = found.getWebhooks();
        String operations = IntStream.range(0, webhooks.size())
                .filter(i -> !bundle.equals(webhooks.get(i).getClientConfig().getCaBundle()))
                .mapToObj(i -> operations(i, webhooks.get(i).getName(), bundle))
                .collect(Collectors.joining(","));
        if (!operations.isEmpty()) {
            client.resource(found).patch(PatchContext.of(PatchType.JSON), "[" + operations + "]");
        }
    }

    /** The test keeps the bundle from landing on another webhook if the list changed in between. */
    private static String operations(int index, String name, String bundle) {
        return """
                {"op":"test","path":"/webhooks/%1$d/name","value":"%2$s"},\
                {"op":"add","path":"/webhooks/%1$d/clientConfig/caBundle","value":"%3$s"}""".formatted(index, name, bundle);
    }

    private Secret secret(String name, String type, Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withType(type)
                .withData(data.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Base64.getEncoder()
                                .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))))
                .build();
    }

    private static Map<String, byte[]> decoded(Secret secret) {
        Map<String, byte[]> data = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((entry, value) ->
                            data.put(entry, Base64.getDecoder().decode(value)));
        }
        return data;
    }
}
