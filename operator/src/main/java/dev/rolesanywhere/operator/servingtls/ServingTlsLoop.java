package dev.rolesanywhere.operator.servingtls;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks after TLS at start and every ten seconds from then on. */
@Singleton
class ServingTlsLoop {
    private static final Logger LOG = Logger.getLogger(ServingTlsLoop.class);
    private static final int SECONDS = 10;

    private final ServingTls tls;
    private final TlsExpiry expiry;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("serving-tls").factory());

    ServingTlsLoop(ServingTls tls, TlsExpiry expiry) {
        this.tls = tls;
        this.expiry = expiry;
    }

    /** Early: the webhook cannot start before its Secret is there. */
    void start(@Observes @Priority(2) StartupEvent event) {
        var rounds = timer.scheduleWithFixedDelay(this::round, 0, SECONDS, TimeUnit.SECONDS);
        LOG.debugf("looking after TLS: %s", rounds);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    /** An exception must not end the loop: nothing would renew TLS any more. */
    private void round() {
        try {
            maintain();
            tls.authorityEnd().ifPresent(expiry::look);
        } catch (RuntimeException e) {
            LOG.warnf("The TLS certificates could not be checked. Next try in %d s: %s", SECONDS, e.getMessage());
        }
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
