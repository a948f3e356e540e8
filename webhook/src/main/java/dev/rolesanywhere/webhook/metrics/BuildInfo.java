package dev.rolesanywhere.webhook.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The version of this replica. */
@Singleton
class BuildInfo {
    private final MeterRegistry metrics;
    private final String version;

    BuildInfo(MeterRegistry metrics, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.metrics = metrics;
        this.version = version;
    }

    void start(@Observes StartupEvent event) {
        Gauge.builder("rolesanywhere.build.info", () -> 1)
                .description("Always 1; the labels name component and version")
                .tag("part", "webhook")
                .tag("version", version)
                .register(metrics);
    }
}
