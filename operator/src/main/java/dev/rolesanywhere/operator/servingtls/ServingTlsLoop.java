package dev.rolesanywhere.operator.servingtls;

import dev.rolesanywhere.operator.schedule.Periodic;
import dev.rolesanywhere.operator.schedule.SkippingRounds;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Duration;

/** Maintains TLS at start, then every 30 s, and within 10 s after a failure or if another part has replaced the authority or its bundle. */
@Singleton
class ServingTlsLoop {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** One round of three maintains: every 30 s. */
    private static final int SKIPPED_ROUNDS = 2;

    private final ServingTls tls;
    private final TlsExpiry expiry;
    private final SkippingRounds maintaining = new SkippingRounds(SKIPPED_ROUNDS, this::maintain);
    private final Periodic rounds;

    ServingTlsLoop(ServingTls tls, TlsExpiry expiry) {
        this.tls = tls;
        this.expiry = expiry;
        this.rounds = new Periodic("serving-tls", Duration.ZERO, PAUSE, this::round);
    }

    /** Early, because the webhook cannot start without its Secret. */
    void start(@Observes @Priority(2) StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    private void round() throws Exception {
        if (isDue()) {
            maintaining.skipNoneOf(1);
        }
        maintaining.run();
        tls.authorityEnd().ifPresent(expiry::look);
    }

    private boolean isDue() {
        try {
            return tls.isOutdated();
        } catch (KubernetesClientException e) {
            // The round below meets and reports the failure, after the steps that still work.
            return true;
        }
    }

    private void maintain() {
        try {
            tls.maintain();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            // Another replica wrote first: its write is read and adopted immediately.
            tls.maintain();
        }
    }
}
