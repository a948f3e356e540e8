package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.servingtls.ServingKey;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The HTTPS server for sidecars. It is separate from Quarkus' server, because its certificate is only in memory, and
 * because untrusted clients need separate limits. A standby listens too, with the same limits, but issues nothing.
 */
@Singleton
class IssuingServer {
    private static final Logger LOG = Logger.getLogger(IssuingServer.class);

    private final ServingKey servingKey;
    private final IssuingProtocol exchanges;
    private final OperatorSettings settings;
    private final MeterRegistry metrics;
    private final Clock clock;
    private @Nullable IssuingListener listener;

    IssuingServer(
            ServingKey servingKey,
            IssuingProtocol exchanges,
            OperatorSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.servingKey = servingKey;
        this.exchanges = exchanges;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(@Observes @Priority(3) StartupEvent event) {
        EndpointLimits limits = EndpointLimits.with(settings.issuing().connectionsPerAddress());
        listener = new IssuingListener(settings.issuing().port(), servingKey, limits, exchanges, metrics, clock);
        LOG.infof("issuing endpoint listens on port %d", listener.port());
    }

    /** Stops last, so that requests on their way are answered while the next replica takes over. */
    void stop(@Observes @Priority(4000) ShutdownEvent event) {
        if (listener != null) {
            listener.close();
        }
    }

    int port() {
        return listener == null ? -1 : listener.port();
    }
}
