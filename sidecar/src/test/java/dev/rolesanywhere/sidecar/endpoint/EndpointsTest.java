package dev.rolesanywhere.sidecar.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.session.Credentials;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String GET = "GET /v1/credentials HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: t\r\n\r\n";

    private final Metrics metrics = new Metrics(Clock.fixed(NOW, ZoneOffset.UTC));
    private final ServedPod pod = new ServedPod(
            new Served(
                    "t",
                    "reader",
                    Map.of(
                            "reader",
                            new Served.Profile("r", new Credentials("ASIA", "s", "k", NOW.plusSeconds(999)), null)),
                    null),
            metrics);
    private final Endpoints endpoints = new Endpoints(pod, Clock.fixed(NOW, ZoneOffset.UTC));
    private int port;
    private int probePort;

    @BeforeEach
    void listen() throws IOException {
        port = endpoints.listenForCredentials(0);
        probePort = endpoints.listenForProbes("127.0.0.1", 0);
    }

    @AfterEach
    void close() throws IOException {
        endpoints.close();
    }

    @Test
    void answers_and_closes() throws Exception {
        assertThat(send(port, GET))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ")
                .contains("Connection: close")
                .endsWith("\"Expiration\":\"2026-01-02T03:20:44Z\"}");
    }

    @Test
    void a_request_with_a_wrong_token_counts_as_a_client_request_and_a_probe_does_not() throws Exception {
        send(probePort, "GET /started HTTP/1.1\r\n\r\n");
        send(probePort, "GET /metrics HTTP/1.1\r\n\r\n");
        send(port, GET.replace("/v1/credentials", "/"));
        assertThat(pod.wasAsked()).isFalse();

        assertThat(send(port, GET.replace("Authorization: ", "Authorization: x")))
                .startsWith("HTTP/1.1 403");
        assertThat(pod.wasAsked()).isTrue();
    }

    @Test
    void a_query_does_not_matter() throws Exception {
        assertThat(send(port, GET.replace("credentials ", "credentials?x=1 "))).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_request_with_a_body_is_refused() throws Exception {
        assertThat(send(port, GET.replace("\r\n\r\n", "\r\nContent-Length: 1\r\n\r\nx")))
                .startsWith("HTTP/1.1 400");
        assertThat(send(port, GET.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void garbage_is_refused() throws Exception {
        assertThat(send(port, "\u0016\u0003\u0001\n\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void a_request_may_come_in_pieces() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            for (byte b : GET.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(b);
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void more_than_64_headers_are_refused() throws Exception {
        StringBuilder headers = new StringBuilder("GET /started HTTP/1.1\r\n");
        for (int i = 0; i < 64; i++) {
            headers.append('H').append(i).append(": x\r\n");
        }
        assertThat(send(probePort, headers + "\r\n")).startsWith("HTTP/1.1 200");
        assertThat(send(probePort, headers + "One-More: x\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void an_endless_head_is_refused() throws Exception {
        assertThat(send(port, "GET / HTTP/1.1\r\nX: " + "x".repeat(9000))).startsWith("HTTP/1.1 400");
    }

    @Test
    void a_slow_client_is_ended_after_two_seconds() throws Exception {
        long start = System.nanoTime();
        assertThat(send(port, "GET / HT")).startsWith("HTTP/1.1 408");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1800), Duration.ofSeconds(5));
    }

    @Test
    void started_does_not_contain_the_reason() throws Exception {
        assertThat(send(probePort, "GET /started HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("\r\n\r\nstarted\n");
        for (String reason : List.of("starting", "PodGone: x", "role admin is not served: arn:aws:iam::1:role/x")) {
            pod.serve(new Served("t", null, Map.of(), reason));
            assertThat(send(probePort, "GET /started HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 503")
                    .endsWith("\r\n\r\nno credentials yet; the log of container aws-credentials has the reason\n");
        }
    }

    @Test
    void metrics_do_not_contain_the_reason() throws Exception {
        Served.Profile refused = new Served.Profile("r", null, "RoleTrustPolicyDenies: a-text-of-aws");
        pod.serve(new Served("t", null, Map.of("reader", refused), "PodGone: a-text-of-the-operator"));
        assertThat(send(probePort, "GET /metrics HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("a-text", "PodGone");
    }

    @Test
    void the_probe_port_has_no_credentials() throws Exception {
        assertThat(send(probePort, GET)).startsWith("HTTP/1.1 404");
        assertThat(send(probePort, "POST /started HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405");
    }

    @Test
    void metrics_of_a_profile_end_with_the_profile() throws Exception {
        Served with = pod.served();
        metrics.certificate("reader", NOW);
        metrics.obtained("reader", NOW);
        pod.serve(new Served("t", null, Map.of(), null));
        pod.serve(with);
        assertThat(send(probePort, "GET /metrics HTTP/1.1\r\n\r\n"))
                .contains("credentials_expiration_timestamp_seconds{profile=\"reader\"}")
                .doesNotContain(
                        "certificate_expiration_timestamp_seconds{profile",
                        "credentials_obtained_timestamp_seconds{profile");
    }

    @Test
    void metrics_are_prometheus_text() throws Exception {
        metrics.refreshed("Accepted");
        metrics.refreshed("Accepted");
        metrics.refreshed("Throttled");
        metrics.certificate("reader", NOW);
        send(port, GET);
        assertThat(send(probePort, "GET /metrics HTTP/1.1\r\n\r\n"))
                .contains("Content-Type: text/plain; version=0.0.4")
                .contains(
                        "rolesanywhere_sidecar_credentials_expiration_timestamp_seconds{profile=\"reader\"} 1767324044\n")
                .contains(
                        "rolesanywhere_sidecar_certificate_expiration_timestamp_seconds{profile=\"reader\"} 1767323045\n")
                .contains("# TYPE rolesanywhere_sidecar_refreshes_total counter\n"
                        + "rolesanywhere_sidecar_refreshes_total{result=\"Accepted\"} 2\n")
                .contains("rolesanywhere_sidecar_refreshes_total{result=\"Throttled\"} 1\n")
                .contains("rolesanywhere_sidecar_requests_total{code=\"200\"} 1\n")
                .contains("rolesanywhere_sidecar_last_served_timestamp_seconds 1767323045\n");
    }

    private static String send(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
