package dev.rolesanywhere.operator.endpoint;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Does not depend on leadership, because a standby is ready too. */
@Readiness
class EndpointHealth implements HealthCheck {
    private final EndpointReadiness readiness;

    EndpointHealth(EndpointReadiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("issuing endpoint")
                .status(readiness.isReady())
                .build();
    }
}
