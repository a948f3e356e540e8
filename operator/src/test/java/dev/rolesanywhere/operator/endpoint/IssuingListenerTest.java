package dev.rolesanywhere.operator.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.operator.ExposedMetrics;
import dev.rolesanywhere.operator.caller.Bearers;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.key.KeySpec;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server with real sockets and TLS; the test simulates the decisions. Loopback addresses represent pods. */
@Timeout(60)
class IssuingListenerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String POST =
            "POST /v1/certificates HTTP/1.1\r\nHost: issuer\r\nAuthorization: Bearer a.b.c\r\n";

    private final SecureRandom random = new SecureRandom();
    private final KeyStore keys = keys();
    private final Played decisions = new Played();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Socket> sockets = new ArrayList<>();
    private @Nullable IssuingListener listener;

    private static final class Played implements Decisions {
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger started = new AtomicInteger();
        private final CountDownLatch go = new CountDownLatch(1);
        private volatile boolean standby;
        private volatile boolean slow;

        @Override
        public Optional<Answer> beforeReading(String path) {
            return standby ? Optional.of(Answer.later(503, IssuingReason.Standby, "on standby", 5)) : Optional.empty();
        }

        @Override
        public Answer answer(String path, Bearers bearers, String address, byte[] body) {
            started.incrementAndGet();
            if (slow) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            asked.incrementAndGet();
            return Answer.ok(List.of(path, String.valueOf(bearers.caller()), address, new String(body, UTF_8)));
        }

        @Override
        public void unread(IssuingReason reason) {}
    }

    @AfterEach
    void stop() throws IOException {
        decisions.go.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        if (listener != null) {
            listener.close();
        }
    }

    @Test
    void each_metric_of_connections_starts_at_zero_with_the_prefix_a_help_text_and_a_row_in_the_docs()
            throws Exception {
        listen(limits(8, 4, LONG));
        ExposedMetrics exposed = ExposedMetrics.of(metrics);

        assertThat(exposed.text()).containsPattern("rolesanywhere_issuing_connections 0\\.0");
        assertThat(List.of("rate", "share", "deadline")).allSatisfy(reason -> assertThat(exposed.text())
                .containsPattern(
                        "rolesanywhere_issuing_connections_closed_total\\{reason=\"" + reason + "\",?\\} 0\\.0"));
        exposed.areDocumented();
    }

    @Test
    void a_request_is_decided_with_its_token_address_and_body_and_the_connection_ends() throws Exception {
        listen(limits(8, 4, LONG));
        String answer = ask("127.0.0.1", POST + "Content-Length: 2\r\n\r\n{}");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .contains("connection: close")
                .endsWith("[\"/v1/certificates\",\"a.b.c\",\"127.0.0.1\",\"{}\"]");
    }

    @Test
    void a_slow_clients_connection_is_closed_at_the_deadline_of_its_request() throws Exception {
        listen(limits(8, 4, SHORT));
        SSLSocket socket = connect("127.0.0.1");
        send(socket, POST + "Content-Length: 1000\r\n\r\n");
        await().atMost(LONG).until(() -> isGone(socket));
        assertThat(decisions.asked).hasValue(0);
    }

    @Test
    void a_connection_without_a_handshake_is_closed_at_its_deadline() throws Exception {
        listen(limits(8, 4, SHORT));
        Socket silent = raw("127.0.0.1");
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void idle_connections_of_the_same_address_delay_no_request() throws Exception {
        listen(limits(64, 4, LONG));
        SSLSocket begun = connect("127.0.0.1");
        for (int i = 0; i < 6; i++) {
            raw("127.0.0.1");
        }
        assertThat(ask("127.0.0.1", POST + "Content-Length: 2\r\n\r\n{}")).startsWith("HTTP/1.1 200 ");
        await().atMost(LONG).until(() -> isGone(begun));
    }

    @Test
    void silent_connections_of_many_addresses_hold_up_no_request_of_another() throws Exception {
        listen(limits(12, 4, LONG));
        for (int address = 2; address < 8; address++) {
            for (int i = 0; i < 4; i++) {
                raw("127.0.0." + address);
            }
        }
        assertThat(ask("127.0.0.1", POST + "Content-Length: 2\r\n\r\n{}")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_request_that_is_too_large_is_rejected_without_being_stored() throws Exception {
        listen(limits(8, 4, LONG));
        String announced = ask("127.0.0.1", POST + "Content-Length: 1000000\r\n\r\n" + "A".repeat(1_000_000));
        assertThat(announced).startsWith("HTTP/1.1 413 ").contains("RequestTooLarge");

        String chunk = "8000\r\n" + "A".repeat(0x8000) + "\r\n";
        String chunked = ask("127.0.0.1", POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(20) + "0\r\n\r\n");
        assertThat(chunked).startsWith("HTTP/1.1 413 ").contains("RequestTooLarge");

        String headers = ask("127.0.0.1", POST + "X-Long: " + "A".repeat(20_000) + "\r\n\r\n");
        assertThat(headers).startsWith("HTTP/1.1 413 ").contains("RequestTooLarge");
        assertThat(decisions.asked).hasValue(0);
    }

    @Test
    void an_invalid_request_is_rejected() throws Exception {
        listen(limits(8, 4, LONG));
        assertThat(ask("127.0.0.1", "GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
        assertThat(ask("127.0.0.1", POST + "no header\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("RequestMalformed");
    }

    @Test
    void a_standby_answers_before_it_reads_a_body() throws Exception {
        listen(limits(8, 4, LONG));
        decisions.standby = true;
        SSLSocket socket = connect("127.0.0.1");
        send(socket, POST + "Content-Length: 60000\r\n\r\n");
        byte[] begin = socket.getInputStream().readNBytes(12);
        assertThat(new String(begin, ISO_8859_1)).isEqualTo("HTTP/1.1 503");
        assertThat(decisions.started).hasValue(0);
    }

    @Test
    void requests_above_an_addresss_limit_retry_and_other_addresses_are_served() throws Exception {
        listen(limits(8, 4, LONG));
        decisions.slow = true;
        for (int i = 0; i < 2; i++) {
            send(connect("127.0.0.1"), POST + "Content-Length: 2\r\n\r\n{}");
        }
        await().atMost(LONG).until(() -> decisions.started.get() == 2);
        String busy = ask("127.0.0.1", POST + "Content-Length: 2\r\n\r\n{}");
        assertThat(busy).startsWith("HTTP/1.1 429 ").contains("TooManyRequests").contains("retry-after: 2");

        SSLSocket other = connect("127.0.0.2");
        send(other, POST + "Content-Length: 2\r\n\r\n{}");
        await().atMost(LONG).until(() -> decisions.started.get() == 3);
        decisions.go.countDown();
        assertThat(read(other)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void one_connection_carries_one_request() throws Exception {
        listen(limits(8, 4, LONG));
        String one = POST + "Content-Length: 2\r\n\r\n{}";
        String answer = ask("127.0.0.1", one + one + one);
        assertThat(answer.split("HTTP/1.1 200 ", -1)).hasSize(2);
        assertThat(decisions.asked).hasValue(1);
    }

    private static EndpointLimits limits(int connections, int perAddress, Duration request) {
        return new EndpointLimits(connections, perAddress, 6000, 4, 2, request, request, LONG);
    }

    private void listen(EndpointLimits limits) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        KeyManager key = managers.getKeyManagers()[0];
        listener = new IssuingListener(0, key, limits, decisions, metrics, new TestClock(Instant.EPOCH));
    }

    private String ask(String from, String request) throws Exception {
        SSLSocket socket = connect(from);
        send(socket, request);
        return read(socket);
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    private static boolean isGone(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            socket.getOutputStream().flush();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private Socket raw(String from) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), listener.port()));
        return socket;
    }

    private SSLSocket connect(String from) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), random);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(raw(from), "issuer", listener.port(), true);
        sockets.add(socket);
        socket.startHandshake();
        return socket;
    }

    private KeyStore keys() {
        try {
            KeyPair pair = KeySpec.P256.generate(random);
            X500Name name = new X500Name("CN=issuer");
            Instant now = Instant.now();
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.ONE,
                                    Date.from(now.minusSeconds(60)),
                                    Date.from(now.plusSeconds(3600)),
                                    name,
                                    pair.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("issuer", pair.getPrivate(), new char[0], new X509Certificate[] {certificate});
            store.setCertificateEntry("trusted", certificate);
            return store;
        } catch (Exception e) {
            throw new IllegalStateException("no key for the test", e);
        }
    }
}
