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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many parallel clients at both ports, over real sockets. */
@Timeout(60)
class CrowdTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String GET = "GET /v1/credentials HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: t\r\n";
    private static final String STARTED = "GET /started HTTP/1.1\r\nHost: 10.1.2.3:9912\r\nConnection: close\r\n\r\n";
    /** More than either port has places for. */
    private static final int CROWD = 1000;

    private final Endpoints endpoints = new Endpoints(
            new ServedPod(
                    new Served(
                            "t",
                            "reader",
                            Map.of(
                                    "reader",
                                    new Served.Profile(
                                            "r", new Credentials("ASIA", "s", "k", NOW.plusSeconds(999)), null)),
                            null),
                    new Metrics(Clock.fixed(NOW, ZoneOffset.UTC))),
            Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<Socket> strangers = new ArrayList<>();
    private int port;
    private int probePort;

    @BeforeEach
    void listen() throws IOException {
        port = endpoints.listenForCredentials(0);
        probePort = endpoints.listenForProbes("127.0.0.1", 0);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket stranger : strangers) {
            stranger.close();
        }
        endpoints.close();
    }

    @Test
    void five_hundred_requests_at_once_are_all_answered() throws Exception {
        for (String connection : List.of("", "Connection: close\r\n", "Connection: keep-alive\r\n")) {
            CountDownLatch go = new CountDownLatch(1);
            assertAllGetCredentials(500, go, () -> {
                go.await();
                try (Socket socket = new Socket("127.0.0.1", port)) {
                    return ask(socket, GET + connection + "\r\n");
                }
            });
        }
    }

    @Test
    void five_hundred_connected_clients_with_requests_at_once_are_all_answered() throws Exception {
        CountDownLatch connected = new CountDownLatch(500);
        CountDownLatch go = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                connected.await();
                go.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertAllGetCredentials(500, new CountDownLatch(0), () -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                connected.countDown();
                go.await();
                return ask(socket, GET + "\r\n");
            }
        });
    }

    @Test
    void idle_connections_hold_up_neither_the_kubelet_nor_the_application() throws Exception {
        for (int i = 0; i < CROWD; i++) {
            stranger(probePort, "");
            stranger(port, "");
        }
        assertThat(ask(probePort, STARTED)).startsWith("HTTP/1.1 200");
        assertThat(ask(port, GET + "\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void unfinished_heads_hold_up_neither_the_kubelet_nor_the_application() throws Exception {
        String unfinished = "GET /started HTTP/1.1\r\nX: " + "x".repeat(HeadBuffer.MAX_BYTES - 100);
        for (int i = 0; i < CROWD; i++) {
            stranger(probePort, unfinished);
            stranger(port, unfinished);
        }
        assertThat(ask(probePort, STARTED)).startsWith("HTTP/1.1 200");
        assertThat(ask(port, GET + "\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void clients_that_read_no_answer_delay_neither_the_kubelet_nor_the_application() throws Exception {
        for (int i = 0; i < CROWD; i++) {
            stranger(probePort, "GET /metrics HTTP/1.1\r\n\r\n" + "x".repeat(100));
            stranger(port, "GET /v1/credentials HTTP/1.1\r\n\r\n" + "x".repeat(100));
        }
        assertThat(ask(probePort, STARTED)).startsWith("HTTP/1.1 200");
        assertThat(ask(port, GET + "\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_new_connection_gets_the_place_of_the_longest_waiting_one() throws Exception {
        Socket first = stranger(probePort, "");
        for (int i = 0; i < CROWD; i++) {
            stranger(probePort, "");
        }
        Socket last = stranger(probePort, "");
        assertThat(ask(last, STARTED)).startsWith("HTTP/1.1 200");
        assertThat(ask(first, STARTED)).isEmpty();
    }

    @Test
    void a_slow_client_has_two_seconds_for_its_whole_request() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", probePort)) {
            Thread dripping = Thread.ofVirtual().start(() -> drip(socket));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408");
            dripping.interrupt();
            dripping.join();
        }
    }

    private static void drip(Socket socket) {
        try {
            for (int i = 0; i < HeadBuffer.MAX_BYTES / 2; i++) {
                socket.getOutputStream().write('x');
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException e) {
            // The connection ended.
        }
    }

    private static void assertAllGetCredentials(int clients, CountDownLatch go, Callable<String> client)
            throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                answers.add(pool.submit(client));
            }
            long start = System.nanoTime();
            go.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).startsWith("HTTP/1.1 200").contains("\"ASIA\"");
            }
            System.out.println(clients + " requests at once were answered in "
                    + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        }
    }

    private Socket stranger(int port, String sends) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        strangers.add(socket);
        socket.getOutputStream().write(sends.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String ask(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return ask(socket, request);
        }
    }

    /** Empty if the connection was reset. */
    private static String ask(Socket socket, String request) {
        try {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
