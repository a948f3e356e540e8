package dev.rolesanywhere.webhook.admission;

import dev.rolesanywhere.webhook.binding.ClusterCaches;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the caches are filled and there is an issuer bundle to hand out. */
@Readiness
@ApplicationScoped
class AdmissionReadiness implements HealthCheck {
    private final ClusterCaches caches;
    private final IssuerBundle bundle;

    AdmissionReadiness(ClusterCaches caches, IssuerBundle bundle) {
        this.caches = caches;
        this.bundle = bundle;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("admission")
                .withData("caches", caches.filled() ? "filled" : "waiting for the API server")
                .withData("issuerBundle", bundleState())
                .status(caches.filled() && bundleState().equals("read"))
                .build();
    }

    private String bundleState() {
        try {
            return bundle.pem().isEmpty() ? "empty" : "read";
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }
}
