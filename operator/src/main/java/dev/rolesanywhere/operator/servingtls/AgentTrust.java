package dev.rolesanywhere.operator.servingtls;

import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Writes the issuing endpoint's authorities into the node agents' ConfigMap, which the chart creates. */
@Singleton
class AgentTrust {
    private final KubernetesClient client;
    private final Optional<String> namespace;

    AgentTrust(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.namespace = settings.nodeAgent().namespace();
    }

    /** Does nothing without agents. */
    void publish(String configMap, String bundlePem) {
        if (namespace.isEmpty()) {
            return;
        }
        ConfigMap found = client.configMaps()
                .inNamespace(namespace.get())
                .withName(configMap)
                .get();
        if (found != null && !bundlePem.equals(entries(found).get(StoredBundle.ENTRY))) {
            client.resource(found)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            Serialization.asJson(Map.of("data", Map.of(StoredBundle.ENTRY, bundlePem))));
        }
    }

    private static Map<String, String> entries(ConfigMap found) {
        return Optional.ofNullable(found.getData()).orElseGet(Map::of);
    }
}
