package dev.rolesanywhere.webhook.admission;

import dev.rolesanywhere.webhook.binding.ClusterCaches;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the caches are filled, the issuer bundle is available, and the first reviews are fast. */
@Readiness
@ApplicationScoped
class AdmissionReadiness implements HealthCheck {
    private final ClusterCaches caches;
    private final IssuerBundle bundle;
    private final WarmUp warmUp;

    AdmissionReadiness(ClusterCaches caches, IssuerBundle bundle, WarmUp warmUp) {
        this.caches = caches;
        this.bundle = bundle;
        this.warmUp = warmUp;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("admission")
                .withData("caches", caches.filled() ? "filled" : "waiting for the API server")
                .withData("issuerBundle", bundleState())
                .withData("warmUp", warmUp.state().name())
                .status(caches.filled()
                        && bundleState().equals("read")
                        && warmUp.state().ended())
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
