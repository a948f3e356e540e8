package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.servingtls.IssuerBundle;
import jakarta.inject.Singleton;

/** Whether certificates can be issued here, now or as soon as this replica becomes the active one. */
@Singleton
class EndpointReadiness {
    private final Inventory inventory;
    private final IssuerBundle bundle;

    EndpointReadiness(Inventory inventory, IssuerBundle bundle) {
        this.inventory = inventory;
        this.bundle = bundle;
    }

    /** Without complete watches a role that exists would be refused as missing. */
    boolean isReady() {
        return inventory.isComplete() && bundle.bundlePem().isPresent();
    }
}
