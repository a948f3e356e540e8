package dev.rolesanywhere.operator.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.serving.ServerCertificate;
import dev.rolesanywhere.pki.serving.ServingAuthority;
import dev.rolesanywhere.pki.serving.ServingRotation;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server over TLS. */
class HttpsWebhookProbeTest {
    private final ServingAuthority authority = authority();
    private final HttpsWebhookProbe probe = new HttpsWebhookProbe();
    private HttpsServer server;

    private interface Answering {
        void to(HttpExchange exchange) throws Exception;
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(
                authority.issueServer(List.of("localhost"), Clock.systemUTC().instant(), new SecureRandom()))));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_webhook_that_admits_is_fine() {
        answering(exchange -> {
            String review = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String uid = review.replaceAll("(?s).*\"uid\":\"([^\"]*)\".*", "$1");
            send(exchange, 200, "{\"response\":{\"uid\":\"" + uid + "\",\"allowed\":true}}");
        });

        assertThat(probe.problem(webhook(authority))).isEmpty();
    }

    @Test
    void a_failing_webhook_is_reported_with_its_status() {
        answering(exchange -> send(exchange, 500, ""));

        assertThat(probe.problem(webhook(authority))).contains("answers HTTP 500");
    }

    @Test
    void a_wrong_answer_is_reported() {
        answering(exchange -> send(exchange, 200, "<html>"));
        assertThat(probe.problem(webhook(authority))).contains("returns something other than an admission response");

        server.removeContext("/mutate");
        answering(exchange -> send(exchange, 200, "{\"response\":{\"uid\":\"other\",\"allowed\":true}}"));
        assertThat(probe.problem(webhook(authority))).contains("returns something other than an admission response");
    }

    @Test
    void a_slow_webhook_is_reported_with_the_limit() {
        CountDownLatch never = new CountDownLatch(1);
        answering(exchange -> never.await());

        MutatingWebhook webhook = webhook(authority);
        // The handshake counts, and on a busy machine the first one of a JVM has taken more than a second.
        webhook.setTimeoutSeconds(3);

        assertThat(probe.problem(webhook)).contains("did not answer within 3 s");
        never.countDown();
    }

    @Test
    void a_webhook_that_its_own_bundle_does_not_trust_is_reported() {
        answering(exchange -> send(exchange, 200, "{}"));

        assertThat(probe.problem(webhook(authority())))
                .contains("presents a certificate that the caBundle in its configuration does not trust");
        assertThat(probe.problem(webhook(null)))
                .contains("has no caBundle yet, so the API server does not trust the webhook");
    }

    @Test
    void a_webhook_that_closes_the_connection_during_the_handshake_is_unreachable() throws Exception {
        try (ServerSocket plain = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try {
                    plain.accept().close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            MutatingWebhook webhook = webhook(authority);
            webhook.getClientConfig().setUrl("https://localhost:" + plain.getLocalPort() + "/mutate");

            assertThat(probe.problem(webhook)).contains("cannot be reached");
        }
    }

    @Test
    void a_missing_webhook_is_unreachable() {
        MutatingWebhook webhook = webhook(authority);
        server.stop(0);

        assertThat(probe.problem(webhook)).contains("cannot be reached");
    }

    private void answering(Answering answering) {
        server.createContext("/mutate", exchange -> {
            try (exchange) {
                answering.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private MutatingWebhook webhook(@Nullable ServingAuthority trusted) {
        return new MutatingWebhookBuilder()
                .withTimeoutSeconds(30)
                .withNewClientConfig()
                .withUrl("https://localhost:" + server.getAddress().getPort() + "/mutate")
                .withCaBundle(
                        trusted == null
                                ? null
                                : Base64.getEncoder()
                                        .encodeToString(CertificatePem.encode(trusted.certificate())
                                                .getBytes(UTF_8)))
                .endClientConfig()
                .build();
    }

    private static ServingAuthority authority() {
        Clock clock = Clock.systemUTC();
        return new ServingRotation(clock, new SecureRandom()).start().signing(clock.instant());
    }

    private static SSLContext context(ServerCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", certificate.key(), new char[0], new Certificate[] {certificate.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
