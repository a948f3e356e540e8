package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.operator.inventory.Inventory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.function.Function;

/**
 * The objects that settings can reference. A reference has no namespace, so only objects of the operator's own namespace are possible.
 *
 * @param secrets by name
 * @param configMaps by name
 */
record EgressSources(Function<String, Optional<Secret>> secrets, Function<String, Optional<ConfigMap>> configMaps) {
    static EgressSources of(Inventory inventory) {
        return new EgressSources(inventory::secret, inventory::configMap);
    }
}
