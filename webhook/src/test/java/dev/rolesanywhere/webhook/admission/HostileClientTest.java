package dev.rolesanywhere.webhook.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A pod without permissions sends hostile requests to the webhook over real sockets. The API server, at another
 * address, is still answered.
 */
@QuarkusTest
@QuarkusTestResource(RunningWebhook.class)
class HostileClientTest {
    private static final String API_SERVER = "127.0.0.3";
    private static final int MEBIBYTE = 1024 * 1024;

    @TestHTTPResource(value = "/mutate", tls = true)
    URI mutate;

    @TestHTTPResource(value = "/health/live", management = true)
    URI live;

    @ConfigProperty(name = "rolesanywhere.issuer.bundle-file")
    Path bundle;

    @Inject
    ReviewLimits limits;

    /** Another one in each test, since a flood is remembered for some seconds. */
    private final String hostile = "127.1.%d.%d"
            .formatted(
                    ThreadLocalRandom.current().nextInt(256),
                    ThreadLocalRandom.current().nextInt(1, 255));

    private final List<Socket> open = new ArrayList<>();

    @AfterEach
    void all_limits_are_released() throws Exception {
        for (Socket socket : open) {
            socket.close();
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(limits.requests().taken()).isZero();
            assertThat(limits.bytes().taken()).isZero();
        });
    }

    static Stream<String> bodies_that_are_too_much() {
        return Stream.of(
                review("x".repeat(7 * MEBIBYTE), "app"),
                "[" + "{},".repeat(8 * MEBIBYTE / 3) + "{}]",
                "x".repeat(64 * MEBIBYTE));
    }

    @ParameterizedTest
    @MethodSource("bodies_that_are_too_much")
    void a_body_above_four_mebibytes_is_rejected_unread(String body) throws Exception {
        assertThat(status(post(hostile, body))).isEqualTo(413);
        theApiServerIsAnswered();
    }

    static Stream<String> bodies_that_cost_more_than_their_bytes() {
        String pod = review("shop", "app");
        String nesting = "[".repeat(100_000);
        return Stream.of(
                pod.replace("\"spec\":{", "\"spec\":{\"x\":[" + "{},".repeat(MEBIBYTE) + "{}],"),
                pod.replace("\"spec\":{", "\"spec\":{\"x\":[" + "0,".repeat(MEBIBYTE) + "0],"),
                pod.replace("\"spec\":{", "\"spec\":{\"x\":" + nesting + ","),
                "{\"x\":[" + "{},".repeat(MEBIBYTE) + "{}]}",
                nesting,
                pod.replace("\"spec\":{", "\"spec\":{\"" + "x".repeat(MEBIBYTE) + "\":1,"),
                pod.replace("\"spec\":{", "\"spec\":{\"x\":" + "1".repeat(MEBIBYTE) + ","),
                pod.replace("\"uid\":\"1\"", "\"uid\":\"" + "x".repeat(MEBIBYTE) + "\""),
                pod.replace(
                        "\"metadata\":{",
                        "\"metadata\":{\"annotations\":{\"rolesanywhere.dev/skip-containers\":\""
                                + "a,".repeat(MEBIBYTE) + "\"},"),
                pod.replace("\"containers\":[", "\"containers\":[" + "{\"name\":\"a\"},".repeat(2_000)));
    }

    @ParameterizedTest
    @MethodSource("bodies_that_cost_more_than_their_bytes")
    void a_body_of_many_small_parts_is_a_bad_request(String body) throws Exception {
        String answer = post(hostile, body);
        assertThat(status(answer)).isEqualTo(400);
        assertThat(answer.length()).isLessThan(1_000);
        theApiServerIsAnswered();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-system/../x", "a?b=c", "..", "A", "a b", "%2e%2e"})
    void a_name_that_kubernetes_does_not_allow_is_a_bad_request(String name) throws Exception {
        assertThat(post(hostile, review(name, "app"))).contains("400", "request.namespace has an invalid name");
        assertThat(post(hostile, review("shop", name))).contains("400", "spec.serviceAccountName has an invalid name");
    }

    @Test
    void many_large_bodies_at_once_and_the_api_server_are_answered() throws Exception {
        String large = review("shop", "app")
                .replace(
                        "\"spec\":{",
                        "\"spec\":{\"x\":[" + "{},".repeat(60_000) + "\"" + "x".repeat(3 * MEBIBYTE) + "\"],");
        try (ExecutorService clients = Executors.newFixedThreadPool(12)) {
            List<Future<Integer>> answers =
                    clients
                            .invokeAll(Collections.nCopies(24, (Callable<Integer>) () -> status(post(hostile, large))))
                            .stream()
                            .toList();
            theApiServerIsAnswered();
            for (Future<Integer> answer : answers) {
                // 408 if this machine is too slow to send so much.
                assertThat(answer.get()).isIn(200, 429, 408);
            }
        }
    }

    @Test
    void slow_bodies_time_out_and_the_api_server_is_answered() throws Exception {
        List<SSLSocket> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            SSLSocket socket = connect(hostile);
            send(socket, head(3 * MEBIBYTE) + "{");
            slow.add(socket);
        }
        theApiServerIsAnswered();
        for (SSLSocket socket : slow) {
            assertThat(status(answer(socket))).isEqualTo(408);
        }
    }

    @Test
    void held_bodies_do_not_use_up_the_memory_of_others() throws Exception {
        for (int i = 0; i < 12; i++) {
            SSLSocket socket = connect(hostile);
            try {
                send(socket, head(4 * MEBIBYTE) + "x".repeat(3 * MEBIBYTE));
            } catch (SocketException e) {
                // The webhook has rejected it, and closed the connection.
            }
            theApiServerIsAnswered();
        }
        assertThat(limits.bytes().taken())
                .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 16);
    }

    @Test
    void a_client_that_reads_no_answer_delays_no_other() throws Exception {
        for (int i = 0; i < 12; i++) {
            try {
                send(connect(hostile), request(review("shop", "app")).repeat(20));
            } catch (SocketException e) {
                // The webhook has rejected a request or the connection, and closed it.
            }
        }
        theApiServerIsAnswered();
    }

    @Test
    void connections_of_one_address_are_limited_before_their_handshake() throws Exception {
        for (int i = 0; i < 400; i++) {
            open.add(plain(hostile, mutate));
        }
        int held = 0;
        for (Socket socket : open) {
            socket.setSoTimeout(10);
            held += isClosed(socket) ? 0 : 1;
        }
        assertThat(held).isLessThanOrEqualTo(128);
        theApiServerIsAnswered();
    }

    @Test
    void an_address_that_floods_the_management_port_does_not_hide_it_from_the_kubelet() throws Exception {
        try (Socket socket = plain(hostile, live)) {
            String request = "GET %s HTTP/1.1\r\nHost: x\r\n".formatted(live.getPath());
            send(socket, (request + "\r\n").repeat(60) + request + "Connection: close\r\n\r\n");
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("HTTP/1.1 429");
        }
        try (Socket kubelet = plain(API_SERVER, live)) {
            send(kubelet, "GET " + live.getPath() + " HTTP/1.0\r\n\r\n");
            assertThat(status(answer(kubelet))).isEqualTo(200);
        }
    }

    private void theApiServerIsAnswered() throws Exception {
        String answer = post(API_SERVER, review("shop", "nobody-bound"));
        assertThat(status(answer)).as(answer).isEqualTo(200);
        assertThat(new ObjectMapper()
                        .readTree(answer.substring(answer.indexOf("\r\n\r\n")))
                        .at("/response/allowed")
                        .asBoolean())
                .isTrue();
    }

    private static String review(String namespace, String serviceAccount) {
        return """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","operation":"CREATE","namespace":"%s",\
                "resource":{"group":"","version":"v1","resource":"pods"},"object":{"metadata":{"name":"app"},\
                "spec":{"serviceAccountName":"%s","containers":[{"name":"app"}]}}}}""".formatted(namespace, serviceAccount);
    }

    private static String head(int length) {
        return "POST /mutate HTTP/1.1\r\nHost: webhook\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(length);
    }

    private static String request(String body) {
        return head(body.length()) + body;
    }

    private String post(String from, String body) throws Exception {
        try (SSLSocket socket = connect(from)) {
            try {
                send(socket, request(body));
            } catch (SocketException e) {
                // The webhook has answered and closed before all was sent.
            }
            return answer(socket);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    /** Up to the declared length. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0;
                next = socket.getInputStream().read()) {
            answer.append((char) next);
            int head = answer.indexOf("\r\n\r\n");
            if (head >= 0) {
                String lengths = answer.substring(0, head).toLowerCase(Locale.ROOT);
                int length = Integer.parseInt(lengths.replaceAll("(?s).*content-length: (\\d+).*", "$1"));
                if (answer.length() == head + 4 + length) {
                    break;
                }
            }
        }
        return answer.toString();
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    private static Socket plain(String from, URI to) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), to.getPort()), 10_000);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private SSLSocket connect(String from) throws Exception {
        SSLContext context = TrustedWebhook.context(bundle);
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(plain(from, mutate), "localhost", mutate.getPort(), true);
        open.add(socket);
        socket.startHandshake();
        return socket;
    }
}
