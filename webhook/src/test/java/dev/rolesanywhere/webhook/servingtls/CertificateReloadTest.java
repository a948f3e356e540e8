package dev.rolesanywhere.webhook.servingtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.webhook.admission.RunningWebhook;
import dev.rolesanywhere.webhook.admission.TrustedWebhook;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.CertificateUpdatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Over real sockets: a client that trusts the certificate in the file only. */
@QuarkusTest
@QuarkusTestResource(RunningWebhook.class)
class CertificateReloadTest {
    @TestHTTPResource(value = "/mutate", tls = true)
    URI mutate;

    @ConfigProperty(name = "quarkus.tls.webhook.key-store.pem.0.cert")
    Path certificate;

    @Inject
    CertificateReload reload;

    @Inject
    Reloads reloads;

    @Singleton
    static class Reloads {
        final AtomicInteger count = new AtomicInteger();

        void count(@Observes CertificateUpdatedEvent event) {
            count.incrementAndGet();
        }
    }

    @Test
    void a_renewed_certificate_is_served() throws Exception {
        RunningWebhook.writeKeyPair(certificate.getParent());
        assertThat(isTrusted()).isFalse();
        reload.look();
        await().atMost(Duration.ofSeconds(30)).until(this::isTrusted);
    }

    @Test
    void nothing_is_reloaded_while_the_certificate_is_the_same() {
        reload.look();
        int before = reloads.count.get();
        reload.look();
        assertThat(reloads.count).hasValue(before);
    }

    @Test
    void a_file_without_a_certificate_leaves_the_old_one_served() throws Exception {
        byte[] good = Files.readAllBytes(certificate);
        int before = reloads.count.get();
        try {
            Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n");
            reload.look();
        } finally {
            Files.write(certificate, good);
        }
        assertThat(reloads.count).hasValue(before);
        await().atMost(Duration.ofSeconds(30)).until(this::isTrusted);
    }

    private boolean isTrusted() throws Exception {
        try (SSLSocket socket = (SSLSocket)
                TrustedWebhook.context(certificate).getSocketFactory().createSocket("localhost", mutate.getPort())) {
            socket.startHandshake();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
