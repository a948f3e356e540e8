package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.operator.inventory.Inventory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.function.Function;

/**
 * The objects that settings can name: those of the operator's own namespace. A reference has no namespace, so that it can lead to no tenant's object.
 *
 * @param secrets by name
 * @param configMaps by name
 */
record EgressSources(Function<String, Optional<Secret>> secrets, Function<String, Optional<ConfigMap>> configMaps) {
    static EgressSources of(Inventory inventory) {
        return new EgressSources(inventory::secret, inventory::configMap);
    }
}
