package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.naming.ObjectName;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Secrets and ConfigMaps without owner references: they survive their AWSTrustAnchor, and are adopted again. */
@Singleton
public class SecretAuthorityStore implements AuthorityStore {
    static final String BUNDLE_ENTRY = "ca.crt";
    private static final String LABEL = Annotations.DOMAIN + "/trust-anchor";

    private final KubernetesClient client;
    private final String namespace;

    public SecretAuthorityStore(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.namespace = settings.namespace();
    }

    @Override
    public Optional<Map<String, byte[]>> read(String secret) {
        // No object has another name, and the client would put it into the URL as it is.
        return !ObjectName.SUBDOMAIN.allows(secret)
                ? Optional.empty()
                : Optional.ofNullable(client.secrets()
                                .inNamespace(namespace)
                                .withName(secret)
                                .get())
                        .map(SecretAuthorityStore::decoded);
    }

    @Override
    public Stored createOrAdopt(String trustAnchor, String secret, Map<String, String> data) {
        Secret wanted = new SecretBuilder()
                .withNewMetadata()
                .withName(secret)
                .withNamespace(namespace)
                .addToLabels(LABEL, trustAnchor)
                .endMetadata()
                // The API server wants both entries in a Secret of type tls; a certificate whose key is elsewhere is
                // alone.
                .withType(data.containsKey("tls.key") ? "kubernetes.io/tls" : "Opaque")
                .withStringData(data)
                .build();
        try {
            client.resource(wanted).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return new Stored(false, stored(secret));
        }
        return new Stored(true, stored(secret));
    }

    @Override
    public Optional<Held> held(String secret) {
        return !ObjectName.SUBDOMAIN.allows(secret)
                ? Optional.empty()
                : Optional.ofNullable(client.secrets()
                                .inNamespace(namespace)
                                .withName(secret)
                                .get())
                        .map(found -> new Held(
                                found.getMetadata().getResourceVersion(),
                                decoded(found),
                                found.getMetadata().getAnnotations() == null
                                        ? Map.of()
                                        : Map.copyOf(found.getMetadata().getAnnotations())));
    }

    @Override
    public boolean replace(String secret, Map<String, String> data, String version) {
        Secret found = client.secrets().inNamespace(namespace).withName(secret).get();
        if (found == null || !version.equals(found.getMetadata().getResourceVersion())) {
            return false;
        }
        Map<String, String> encoded = new HashMap<>();
        data.forEach((entry, text) ->
                encoded.put(entry, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        try {
            client.resource(new SecretBuilder(found).withData(encoded).build())
                    .lockResourceVersion(version)
                    .update();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return false;
        }
    }

    private Map<String, byte[]> stored(String secret) {
        // Read back rather than trusted: what is there is what will be signed with.
        return read(secret)
                .orElseThrow(() -> new IllegalStateException(
                        "Secret '" + secret + "' was deleted while it was being made; trying again"));
    }

    @Override
    public Optional<String> published(String configMap) {
        return Optional.ofNullable(client.configMaps()
                        .inNamespace(namespace)
                        .withName(configMap)
                        .get())
                .flatMap(found -> Optional.ofNullable(found.getData()))
                .flatMap(data -> Optional.ofNullable(data.get(BUNDLE_ENTRY)));
    }

    @Override
    public void publish(String trustAnchor, String configMap, String pem) {
        ConfigMap found =
                client.configMaps().inNamespace(namespace).withName(configMap).get();
        if (found == null) {
            client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(configMap)
                            .withNamespace(namespace)
                            .addToLabels(LABEL, trustAnchor)
                            .endMetadata()
                            .addToData(BUNDLE_ENTRY, pem)
                            .build())
                    .create();
        } else if (found.getData() == null || !pem.equals(found.getData().get(BUNDLE_ENTRY))) {
            client.resource(new ConfigMapBuilder(found)
                            .addToData(BUNDLE_ENTRY, pem)
                            .build())
                    .update();
        }
    }

    public static Map<String, byte[]> decoded(Secret secret) {
        Map<String, byte[]> data = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((entry, value) ->
                            data.put(entry, Base64.getDecoder().decode(value)));
        }
        return data;
    }
}
