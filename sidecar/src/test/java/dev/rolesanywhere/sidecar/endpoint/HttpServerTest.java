package dev.rolesanywhere.sidecar.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpServerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void an_exception_of_a_handler_affects_only_its_connection() throws Exception {
        Queue<Throwable> faults = new ArrayDeque<>(
                List.of(new IllegalStateException(), new StackOverflowError(), new OutOfMemoryError()));
        try (HttpServer server =
                new HttpServer(LOOPBACK, 0, (request, address, again, last) -> failing(faults), 8, 8)) {
            server.start("failing");
            for (int i = 0; i < 3; i++) {
                assertThat(get(server.port())).isEmpty();
            }
            assertThat(get(server.port())).startsWith("HTTP/1.1 200");
        }
    }

    /** Larger than the kernel's buffers for one client. */
    @Test
    void a_large_answer_arrives_whole() throws Exception {
        String body = "x".repeat(8 << 20);
        try (HttpServer server =
                new HttpServer(LOOPBACK, 0, (request, address, again, last) -> Answer.text(200, body), 8, 8)) {
            server.start("large");
            assertThat(get(server.port())).endsWith("\r\n\r\n" + body + "\n");
        }
    }

    @Test
    void a_stopping_server_answers_only_existing_connections() throws Exception {
        AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
        try (HttpServer server = new HttpServer(LOOPBACK, 0, (request, address, again, last) -> answer.get(), 8, 8)) {
            Thread thread = server.start("endpoint");
            int port = server.port();
            try (Socket waiting = new Socket(LOOPBACK, port)) {
                waiting.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                server.finish();
                assertThatThrownBy(() -> {
                            while (true) {
                                new Socket(LOOPBACK, port).close();
                                Thread.sleep(5);
                            }
                        })
                        .isInstanceOf(IOException.class);
                answer.set(Answer.text(200, "at last"));
                server.wake();

                assertThat(new String(waiting.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .contains("at last");
            }
            thread.join();
        }
    }

    @Test
    void a_closed_server_frees_its_port_for_the_next() throws Exception {
        int port;
        try (HttpServer server =
                new HttpServer(LOOPBACK, 0, (request, address, again, last) -> Answer.text(200, "first"), 8, 8)) {
            port = server.port();
            server.start("first");
            assertThat(get(port)).endsWith("first\n");
            assertThatThrownBy(() -> new HttpServer(
                            LOOPBACK, port, (request, address, again, last) -> Answer.text(200, ""), 8, 8))
                    .isInstanceOf(BindException.class);
        }
        try (HttpServer server =
                new HttpServer(LOOPBACK, port, (request, address, again, last) -> Answer.text(200, "second"), 8, 8)) {
            server.start("second");
            assertThat(get(port)).endsWith("second\n");
        }
    }

    private static Answer failing(Queue<Throwable> faults) {
        Throwable fault = faults.poll();
        if (fault instanceof RuntimeException e) {
            throw e;
        }
        if (fault instanceof Error e) {
            throw e;
        }
        return Answer.text(200, "fine");
    }

    private static String get(int port) {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
