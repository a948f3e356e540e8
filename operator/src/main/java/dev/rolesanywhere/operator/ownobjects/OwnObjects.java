package dev.rolesanywhere.operator.ownobjects;

import dev.rolesanywhere.crds.naming.ObjectName;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads and writes the operator's own Secrets and ConfigMaps. Every method is at most one request. Every write names the version that
 * it replaces, so that only one of two replicas succeeds; the other gets a {@link
 * io.fabric8.kubernetes.client.KubernetesClientException} with code 409 and must read again.
 */
@Singleton
public class OwnObjects {
    private final KubernetesClient client;
    private final String namespace;

    public OwnObjects(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.namespace = settings.namespace();
    }

    /** Empty if the Secret does not exist. */
    public Optional<StoredSecret> secret(String name) {
        // Rejects an invalid name, which the client would insert into the URL unchanged.
        return !ObjectName.SUBDOMAIN.allows(name)
                ? Optional.empty()
                : Optional.ofNullable(client.secrets()
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        .map(StoredSecret::new);
    }

    /** @param data texts by entry */
    public void create(String name, String type, Map<String, String> labels, Map<String, String> data) {
        create(name, type, labels, Map.of(), data);
    }

    /** @param data texts by entry */
    public void create(
            String name,
            String type,
            Map<String, String> labels,
            Map<String, String> annotations,
            Map<String, String> data) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels(labels)
                        .addToAnnotations(annotations)
                        .endMetadata()
                        .withType(type)
                        .withData(encoded(data))
                        .build())
                .create();
    }

    /** @param data all of it, as texts by entry */
    public void replace(StoredSecret replaced, Map<String, String> data) {
        Secret next =
                new SecretBuilder(replaced.object()).withData(encoded(data)).build();
        client.resource(next).lockResourceVersion(replaced.version()).update();
    }

    /** Empty if the ConfigMap does not exist. */
    public Optional<StoredBundle> bundle(String configMap) {
        return Optional.ofNullable(client.configMaps()
                        .inNamespace(namespace)
                        .withName(configMap)
                        .get())
                .map(StoredBundle::new);
    }

    /**
     * Writes nothing if the ConfigMap already has this text.
     *
     * @param replaced as it was read; empty if there was none
     */
    public void publish(String configMap, Map<String, String> labels, String pem, Optional<StoredBundle> replaced) {
        if (replaced.isEmpty()) {
            client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(configMap)
                            .withNamespace(namespace)
                            .addToLabels(labels)
                            .endMetadata()
                            .addToData(StoredBundle.ENTRY, pem)
                            .build())
                    .create();
        } else if (!replaced.get().pem().equals(Optional.of(pem))) {
            client.resource(new ConfigMapBuilder(replaced.get().object())
                            .addToData(StoredBundle.ENTRY, pem)
                            .build())
                    .lockResourceVersion(replaced.get().object().getMetadata().getResourceVersion())
                    .update();
        }
    }

    private static Map<String, String> encoded(Map<String, String> data) {
        return data.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> Base64.getEncoder()
                .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8))));
    }
}
