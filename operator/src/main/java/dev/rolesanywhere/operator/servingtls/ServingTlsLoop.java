package dev.rolesanywhere.operator.servingtls;

import dev.rolesanywhere.operator.schedule.Periodic;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Duration;

/** Looks after TLS at start and every ten seconds from then on. */
@Singleton
class ServingTlsLoop {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final ServingTls tls;
    private final TlsExpiry expiry;
    private final Periodic rounds;

    ServingTlsLoop(ServingTls tls, TlsExpiry expiry) {
        this.tls = tls;
        this.expiry = expiry;
        this.rounds = new Periodic("serving-tls", Duration.ZERO, PAUSE, this::round);
    }

    /** Early: the webhook cannot start before its Secret is there. */
    void start(@Observes @Priority(2) StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    private void round() {
        maintain();
        tls.authorityEnd().ifPresent(expiry::look);
    }

    private void maintain() {
        try {
            tls.maintain();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            // The other replica was first: what it wrote is read and adopted at once.
            tls.maintain();
        }
    }
}
