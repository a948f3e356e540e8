package dev.rolesanywhere.webhook.servingtls;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Serves a renewed certificate. Quarkus's own reload replaces the TLS context each time and loses connections that arrive at that
 * moment; this class replaces it only for a new certificate.
 */
@Singleton
public class CertificateReload {
    private static final Logger LOG = Logger.getLogger(CertificateReload.class);
    private static final String CONFIGURATION = "webhook";
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final TlsConfigurationRegistry registry;
    private final Event<CertificateUpdatedEvent> updated;
    private final Path file;

    CertificateReload(
            TlsConfigurationRegistry registry,
            Event<CertificateUpdatedEvent> updated,
            @ConfigProperty(name = "quarkus.tls.webhook.key-store.pem.0.cert") Path file) {
        this.registry = registry;
        this.updated = updated;
        this.file = file;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(INTERVAL.toMillis(), _ -> vertx.executeBlocking(Executors.callable(this::look)));
    }

    /** If the file cannot be read, the current certificate stays until the next check. */
    void look() {
        TlsConfiguration tls = registry.get(CONFIGURATION).orElseThrow();
        try {
            if (!serves(tls.getKeyStore(), written()) && tls.reload()) {
                updated.fire(new CertificateUpdatedEvent(CONFIGURATION, tls));
                LOG.info("Serving a renewed certificate.");
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.warnf("Cannot read the renewed certificate %s; serving the old one: %s", file, e.getMessage());
        }
    }

    private Certificate written() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static boolean serves(KeyStore store, Certificate certificate) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (certificate.equals(store.getCertificate(alias))) {
                return true;
            }
        }
        return false;
    }
}
