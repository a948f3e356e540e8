package dev.rolesanywhere.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
    private static final Timeouts QUICK =
            new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofMillis(1500));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Id: 7\r\n\r\nhi";

    private static TestTls tls;

    @BeforeAll
    static void makeTls() throws Exception {
        tls = TestTls.make("server", "ip:127.0.0.1");
    }

    @Test
    void a_post_reaches_a_server_of_the_given_authority_over_tls() throws Exception {
        try (RawServer server = RawServer.answering(tls, OK)) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("X-First", "1");
            headers.put("X-Second", "2");
            HttpResponse response = transport(Trust.only(tls.pem())).post(uri(server, "/a/b"), headers, "{\"é\":1}");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("hi");
            assertThat(response.header("x-id")).isEqualTo("7");
            assertThat(server.requests)
                    .containsExactly(
                            "POST /a/b HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                                    + "\r\nX-First: 1\r\nX-Second: 2\r\nContent-Length: 8\r\nConnection: close\r\n\r\n{\"é\":1}");
        }
    }

    @Test
    void an_extra_authority_is_trusted_in_addition_to_the_jdks() throws Exception {
        try (RawServer server = RawServer.answering(tls, OK)) {
            assertThat(transport(Trust.jdkAnd(tls.pem()))
                            .post(uri(server, "/"), Map.of(), "")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void an_unknown_authority_is_rejected() throws Exception {
        TestTls other = TestTls.make("other", "ip:127.0.0.1,dns:other");
        try (RawServer server = RawServer.answering(tls, OK)) {
            for (Trust trust : new Trust[] {Trust.jdk(), Trust.jdkAnd(other.pem()), Trust.only(other.pem())}) {
                IOException failure = catchThrowableOfType(
                        IOException.class, () -> transport(trust).post(uri(server, "/"), Map.of(), ""));
                assertThat(Failures.isUntrusted(failure)).isTrue();
            }
            assertThat(server.requests).allMatch(String::isEmpty);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refuses_a_certificate_of_another_host(boolean alsoJdk) throws Exception {
        TestTls elsewhere = TestTls.make("elsewhere", "dns:elsewhere.example");
        Trust trust = alsoJdk ? Trust.jdkAnd(elsewhere.pem()) : Trust.only(elsewhere.pem());
        try (RawServer server = RawServer.answering(elsewhere, OK)) {
            IOException failure = catchThrowableOfType(
                    IOException.class, () -> transport(trust).post(uri(server, "/"), Map.of(), ""));
            assertThat(Failures.isUntrusted(failure)).isTrue();
        }
    }

    @Test
    void an_address_replaces_an_unresolved_name_and_the_certificate_proves_the_name() throws Exception {
        TestTls named = TestTls.make("named", "dns:issuer.aws.svc");
        try (RawServer server = RawServer.answering(named, OK)) {
            HttpResponse response = byAddress(named, "127.0.0.1")
                    .post(URI.create("https://issuer.aws.svc:" + server.port() + "/"), Map.of(), "");
            assertThat(response.status()).isEqualTo(200);
            assertThat(server.requests.getFirst()).contains("Host: issuer.aws.svc:" + server.port());
        }
    }

    @Test
    void an_address_whose_certificate_has_another_name_gets_nothing_of_the_request() throws Exception {
        TestTls elsewhere = TestTls.make("elsewhere", "ip:127.0.0.1,dns:elsewhere.example");
        try (RawServer server = RawServer.answering(elsewhere, OK)) {
            IOException failure = catchThrowableOfType(IOException.class, () -> byAddress(elsewhere, "127.0.0.1")
                    .post(URI.create("https://issuer.aws.invalid:" + server.port() + "/"), Map.of(), ""));
            assertThat(Failures.isUntrusted(failure)).isTrue();
            assertThat(server.requests).allMatch(String::isEmpty);
        }
    }

    @Test
    void if_an_address_does_not_answer_with_tls_the_name_is_used() throws Exception {
        TestTls local = TestTls.make("local", "dns:localhost");
        try (RawServer server = RawServer.answering(local, OK);
                ServerSocket mute = new ServerSocket(server.port(), 5, InetAddress.getByName("127.0.0.3"))) {
            Thread closes = Thread.ofVirtual().start(() -> {
                try {
                    mute.accept().close();
                } catch (IOException e) {
                    // The test has ended.
                }
            });
            HttpResponse response = byAddress(local, "127.0.0.2", "127.0.0.3", "::1")
                    .post(URI.create("https://localhost:" + server.port() + "/"), Map.of(), "");
            assertThat(response.status()).isEqualTo(200);
            closes.join();
        }
    }

    @Test
    @Timeout(30)
    void addresses_that_accept_and_stay_silent_leave_time_for_the_name() throws Exception {
        TestTls local = TestTls.make("local", "dns:localhost");
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofSeconds(6));
        List<InetAddress> silent = List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.3"));
        try (RawServer server = RawServer.answering(local, OK);
                ServerSocket one = new ServerSocket(server.port(), 5, silent.getFirst());
                ServerSocket other = new ServerSocket(server.port(), 5, silent.getLast())) {
            HttpResponse response = new HttpTransport(Trust.only(local.pem()), null, timeouts, silent)
                    .post(URI.create("https://localhost:" + server.port() + "/"), Map.of(), "");
            assertThat(response.status()).isEqualTo(200);
            try (Socket reached = one.accept();
                    Socket alsoReached = other.accept()) {
                assertThat(List.of(reached, alsoReached)).noneMatch(Socket::isClosed);
            }
        }
    }

    /** The host has no address by its name, so only the slow address can answer. */
    @Test
    @Timeout(30)
    void an_address_may_take_its_share_of_the_time_for_the_handshake() throws Exception {
        TestTls named = TestTls.make("named", "dns:issuer.aws.svc");
        try (RawServer server = RawServer.answering(named, OK);
                ServerSocket slow = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.2"))) {
            Thread relay = Thread.ofVirtual().start(() -> relay(slow, server.port(), Duration.ofMillis(50)));
            HttpResponse response = byAddress(named, "127.0.0.2")
                    .post(URI.create("https://issuer.aws.svc:" + slow.getLocalPort() + "/"), Map.of(), "");
            assertThat(response.status()).isEqualTo(200);
            relay.join();
        }
    }

    /** Passes one connection on to the port of this machine, each part after the delay. */
    private static void relay(ServerSocket from, int port, Duration delay) {
        try (Socket client = from.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread back = Thread.ofVirtual().start(() -> copy(server, client, delay));
            copy(client, server, Duration.ZERO);
            back.join();
        } catch (IOException | InterruptedException e) {
            // The test has ended.
        }
    }

    private static void copy(Socket from, Socket to, Duration delay) {
        byte[] part = new byte[8192];
        try {
            for (int n = from.getInputStream().read(part);
                    n >= 0;
                    n = from.getInputStream().read(part)) {
                Thread.sleep(delay);
                to.getOutputStream().write(part, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            // The other side has closed its connection.
        }
    }

    @Test
    void if_neither_address_nor_name_works_the_failure_is_the_addresss() {
        IOException failure = catchThrowableOfType(IOException.class, () -> byAddress(tls, "127.0.0.2")
                .post(URI.create("https://issuer.aws.invalid:1/"), Map.of(), ""));
        assertThat(Failures.describe(failure)).startsWith("cannot connect");
    }

    private static HttpTransport byAddress(TestTls trusted, String... addresses) throws Exception {
        return new HttpTransport(
                Trust.only(trusted.pem()),
                null,
                Timeouts.DEFAULT,
                Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }

    @Test
    void a_bundle_without_a_certificate_is_refused() {
        assertThatThrownBy(() -> Trust.only("")).hasMessageContaining("-----BEGIN CERTIFICATE-----");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\nA;x=1\\r\\n0123456789\\r\\n0\\r\\nT: 1\\r\\n\\r\\n | abc0123456789",
                "HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 201 Created\\r\\ncontent-length: 1\\r\\n\\r\\nx                                       | x",
                "HTTP/1.0 200 OK\\r\\n\\r\\nuntil the end                                                                                        | until the end",
                "HTTP/1.1 204 No Content\\r\\n\\r\\n                                                                                             | ''",
                "HTTP/1.1 200 OK\\nContent-Length: 2\\n\\nlf                                                                                     | lf",
            })
    void reads_every_framing(String raw, String body) throws Exception {
        try (RawServer server = RawServer.answering(null, unescape(raw))) {
            assertThat(plain(server).body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2000000\\r\\n\\r\\n              | larger than 1 MiB",
                "HTTP/1.1 200 OK\\r\\nContent-Length: -1\\r\\n\\r\\n                   | malformed length",
                "HTTP/1.1 200 OK\\r\\nContent-Length: x\\r\\n\\r\\n                    | malformed length",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\nshort               | closed the connection in the middle",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n              | unknown transfer encoding",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nabc\\r\\n | longer than its stated length",
                "HTTP/1.1 200 OK\\r\\nNo colon\\r\\n\\r\\n                             | malformed header",
                "SSH-2.0-OpenSSH_9.0\\r\\n                                             | does not speak HTTP/1.1",
                "HTTP/1.1 2xx OK\\r\\n\\r\\n                                           | does not speak HTTP/1.1",
                "HTTP/1.1 +20 OK\\r\\n\\r\\n                                           | does not speak HTTP/1.1",
                "HTTP/1.1 -20 OK\\r\\n\\r\\n                                           | does not speak HTTP/1.1",
                "HTTP/1.1 099 OK\\r\\n\\r\\n                                           | does not speak HTTP/1.1",
                "HTTP/1.1 999 OK\\r\\n\\r\\n                                           | does not speak HTTP/1.1",
                "''                                                                    | without an answer",
            })
    void an_invalid_answer_is_rejected(String raw, String message) throws Exception {
        try (RawServer server = RawServer.answering(null, unescape(raw))) {
            assertThatThrownBy(() -> plain(server))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void bounds_headers_and_a_body_without_length() throws Exception {
        try (RawServer server = RawServer.answering(null, "HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000))) {
            assertThatThrownBy(() -> plain(server)).hasMessageContaining("larger than 64 KiB");
        }
        try (RawServer server = RawServer.answering(null, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1 << 21))) {
            assertThatThrownBy(() -> plain(server)).hasMessageContaining("larger than 1 MiB");
        }
    }

    @Test
    void a_silent_server_times_out() throws Exception {
        try (RawServer server = RawServer.start(null, (request, socket) -> Thread.sleep(5000))) {
            assertThatThrownBy(() -> impatient(server)).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    @Timeout(30)
    void a_silent_server_times_out_after_the_limit_of_the_call() throws Exception {
        Timeouts total = new Timeouts(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofMillis(500));
        try (RawServer server = RawServer.start(null, (request, socket) -> Thread.sleep(Duration.ofMinutes(5)))) {
            assertThatThrownBy(() ->
                            new HttpTransport(Trust.only(tls.pem()), null, total).post(plainUri(server), Map.of(), ""))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    @Timeout(30)
    void a_server_that_is_silent_in_the_handshake_times_out() throws Exception {
        try (RawServer server = RawServer.start(null, (request, socket) -> {})) {
            assertThatThrownBy(() ->
                            new HttpTransport(Trust.only(tls.pem()), null, QUICK).post(uri(server, "/"), Map.of(), ""))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void a_dripping_server_times_out_in_total() throws Exception {
        try (RawServer server = RawServer.start(null, (request, socket) -> drip(socket))) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> impatient(server)).isInstanceOf(java.net.SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nHost: evil", "\rx", "\nx"})
    void a_line_break_never_gets_into_a_header(String value) throws Exception {
        try (RawServer server = RawServer.answering(null, OK)) {
            assertThatThrownBy(() ->
                            transport(Trust.only(tls.pem())).post(plainUri(server), Map.of("Authorization", value), ""))
                    .hasMessage("a line break in header Authorization");
        }
    }

    @Test
    void goes_through_a_proxy_with_a_password() throws Exception {
        try (RawServer server = RawServer.answering(tls, OK);
                RawServer proxy = RawServer.start(null, (request, socket) -> tunnel(socket, server.port()))) {
            Proxy settings = Proxy.parse("http://user:p%40ss+word@127.0.0.1:" + proxy.port());
            HttpResponse response = new HttpTransport(Trust.only(tls.pem()), settings, Timeouts.DEFAULT)
                    .post(uri(server, "/"), Map.of(), "");
            assertThat(response.body()).isEqualTo("hi");
            assertThat(proxy.requests)
                    .containsExactly("CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1\r\nHost: 127.0.0.1:"
                            + server.port() + "\r\nProxy-Authorization: Basic dXNlcjpwQHNzK3dvcmQ=\r\n\r\n");
            assertThat(settings).asString().doesNotContain("user", "p@ss");
        }
    }

    @Test
    void the_proxys_answer_is_reported() throws Exception {
        try (RawServer proxy = RawServer.answering(null, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")) {
            HttpTransport transport = new HttpTransport(
                    Trust.only(tls.pem()), Proxy.parse("http://u:secret@127.0.0.1:" + proxy.port()), Timeouts.DEFAULT);
            assertThatThrownBy(() -> transport.post(URI.create("https://aws.example"), Map.of(), ""))
                    .isInstanceOf(ProxyRefusedException.class)
                    .hasMessage("the proxy 127.0.0.1:" + proxy.port() + " answered 407 to CONNECT aws.example:443");
        }
    }

    @Test
    @Timeout(30)
    void a_connection_without_a_tunnel_is_closed() throws Exception {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        try (RawServer proxy = RawServer.start(null, (request, socket) -> {
            socket.getOutputStream().write(RawServer.bytes("HTTP/1.1 403 Forbidden\r\n\r\n"));
            end.complete(socket.getInputStream().read());
        })) {
            HttpTransport transport = new HttpTransport(
                    Trust.only(tls.pem()), Proxy.parse("http://127.0.0.1:" + proxy.port()), Timeouts.DEFAULT);
            assertThatThrownBy(() -> transport.post(URI.create("https://aws.example"), Map.of(), ""))
                    .isInstanceOf(ProxyRefusedException.class);
            assertThat(end.get(20, TimeUnit.SECONDS)).as("end of the input").isEqualTo(-1);
        }
    }

    @Test
    void an_unreachable_proxy_is_reported_and_not_aws() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        HttpTransport transport =
                new HttpTransport(Trust.only(tls.pem()), Proxy.parse("http://127.0.0.1:" + port), Timeouts.DEFAULT);
        assertThatThrownBy(() -> transport.post(URI.create("https://aws.example"), Map.of(), ""))
                .isInstanceOf(ProxyRefusedException.class)
                .hasMessageStartingWith("the proxy 127.0.0.1:" + port + " refused the tunnel: cannot connect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proxy:3128", "https://user:secret@proxy", "socks5://proxy", "http://", "http://u:secret@ho st"})
    void a_malformed_proxy_is_rejected_with_the_correction_and_no_password(String url) {
        assertThatThrownBy(() -> Proxy.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Write http://<host>:<port>")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://aws.example,      aws.example",
        "https://aws.example:8443, aws.example:8443",
        "https://aws.example:0,    aws.example:0",
    })
    void the_host_header_has_the_port_that_the_url_names(String url, String header) {
        assertThat(HttpTransport.hostHeader(URI.create(url))).isEqualTo(header);
    }

    @ParameterizedTest
    @CsvSource({"http://proxy, proxy:80", "http://proxy:3128, proxy:3128", "http://proxy:0, proxy:0"})
    void a_proxy_without_a_port_is_at_port_80(String url, String text) {
        assertThat(Proxy.parse(url)).hasToString(text);
    }

    private static HttpTransport transport(Trust trust) {
        return new HttpTransport(trust, null, Timeouts.DEFAULT);
    }

    private static HttpResponse plain(RawServer server) throws Exception {
        return transport(Trust.only(tls.pem())).post(plainUri(server), Map.of(), "");
    }

    private static HttpResponse impatient(RawServer server) throws Exception {
        return new HttpTransport(Trust.only(tls.pem()), null, QUICK).post(plainUri(server), Map.of(), "");
    }

    private static URI plainUri(RawServer server) {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private static URI uri(RawServer server, String path) {
        return URI.create("https://127.0.0.1:" + server.port() + path);
    }

    private static String unescape(String raw) {
        return raw.replace("\\r", "\r").replace("\\n", "\n");
    }

    private static void drip(Socket socket) throws Exception {
        for (byte b : RawServer.bytes("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100))) {
            socket.getOutputStream().write(b);
            Thread.sleep(100);
        }
    }

    private static void tunnel(Socket client, int port) throws Exception {
        try (Socket target = new Socket("127.0.0.1", port)) {
            client.getOutputStream().write(RawServer.bytes("HTTP/1.1 200 Connection established\r\n\r\n"));
            Thread back = Thread.ofVirtual().start(() -> {
                try {
                    target.getInputStream().transferTo(client.getOutputStream());
                    client.shutdownOutput();
                } catch (IOException e) {
                    // Either side closed.
                }
            });
            try {
                client.getInputStream().transferTo(target.getOutputStream());
            } finally {
                back.join();
            }
        }
    }
}
