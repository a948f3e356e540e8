package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.inventory.WatchedInventory;
import dev.rolesanywhere.operator.servingtls.ServingKey;
import dev.rolesanywhere.operator.servingtls.ServingTls;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether certificates can be issued here, now or as soon as this replica becomes the active one. */
@Readiness
@Singleton
public class EndpointReadiness implements HealthCheck {
    private final WatchedInventory inventory;
    private final ServingKey servingKey;
    private final ServingTls tls;

    EndpointReadiness(WatchedInventory inventory, ServingKey servingKey, ServingTls tls) {
        this.inventory = inventory;
        this.servingKey = servingKey;
        this.tls = tls;
    }

    /** Without complete watches a role that exists would be refused as missing. */
    public boolean isReady() {
        return inventory.isComplete() && servingKey.isThere() && tls.bundlePem().isPresent();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("issuing endpoint").status(isReady()).build();
    }
}
