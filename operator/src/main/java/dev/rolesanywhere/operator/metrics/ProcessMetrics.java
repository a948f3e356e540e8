package dev.rolesanywhere.operator.metrics;

import dev.rolesanywhere.operator.leadership.Leadership;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The version of this replica, and whether it is active. */
@Singleton
class ProcessMetrics {
    private final Leadership leadership;
    private final MeterRegistry metrics;
    private final String version;

    ProcessMetrics(
            Leadership leadership,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.leadership = leadership;
        this.metrics = metrics;
        this.version = version;
    }

    void start(@Observes StartupEvent event) {
        register();
    }

    void register() {
        Gauge.builder("rolesanywhere.build.info", () -> 1)
                .description("Always 1; the labels name component and version")
                .tag("part", "operator")
                .tag("version", version)
                .register(metrics);
        Gauge.builder("rolesanywhere.leader", leadership, it -> it.isLeading() ? 1 : 0)
                .description("1 on the active replica of the operator, 0 on a standby")
                .register(metrics);
    }
}
