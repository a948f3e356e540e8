package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.servingtls.IssuerBundle;
import jakarta.inject.Singleton;

/** Whether certificates can be issued here, now or as soon as this replica is active. */
@Singleton
class EndpointReadiness {
    private final Inventory inventory;
    private final IssuerBundle bundle;

    EndpointReadiness(Inventory inventory, IssuerBundle bundle) {
        this.inventory = inventory;
        this.bundle = bundle;
    }

    /** With incomplete watches, existing roles would be refused as missing. */
    boolean isReady() {
        return inventory.isComplete() && bundle.bundlePem().isPresent();
    }
}
