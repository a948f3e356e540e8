package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.servingtls.ServingKey;
import dev.rolesanywhere.operator.servingtls.ServingTls;
import jakarta.inject.Singleton;

/** Whether certificates can be issued here, now or as soon as this replica becomes the active one. */
@Singleton
class EndpointReadiness {
    private final Inventory inventory;
    private final ServingKey servingKey;
    private final ServingTls tls;

    EndpointReadiness(Inventory inventory, ServingKey servingKey, ServingTls tls) {
        this.inventory = inventory;
        this.servingKey = servingKey;
        this.tls = tls;
    }

    /** Without complete watches a role that exists would be refused as missing. */
    boolean isReady() {
        return inventory.isComplete() && servingKey.isThere() && tls.bundlePem().isPresent();
    }
}
