package dev.rolesanywhere.crds.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupPortTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void a_probe_waits_until_the_process_is_ready_and_succeeds_then() throws Exception {
        try (var port = StartupPort.open(0);
                var waiting = connected(port)) {
            waiting.setSoTimeout(200);
            assertThatThrownBy(() -> waiting.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            CompletableFuture<HttpResponse<Void>> probe = probe(port.port());

            port.ready();

            assertThat(probe.join().statusCode()).isEqualTo(200);
            assertThat(probe(port.port()).join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void an_address_takes_no_more_than_its_share() throws Exception {
        try (var port = StartupPort.open(0)) {
            for (int i = 0; i < StartupPort.OF_AN_ADDRESS; i++) {
                connected(port);
            }
            try (var oneTooMany = connected(port)) {
                assertThat(oneTooMany.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void the_places_of_answered_probes_are_free_again() throws Exception {
        try (var port = StartupPort.open(0)) {
            port.ready();
            for (int i = 0; i < 3 * StartupPort.OF_AN_ADDRESS; i++) {
                assertThat(probe(port.port()).join().statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void the_port_answers_when_readiness_does() throws Exception {
        var ready = new AtomicInteger(503);
        HttpServer management = management(ready);
        int port = freePort();
        try {
            Startup.openPort(Map.of(
                    Startup.PORT,
                    Integer.toString(port),
                    "QUARKUS_MANAGEMENT_PORT",
                    Integer.toString(management.getAddress().getPort())));
            CompletableFuture<HttpResponse<Void>> probe = probe(port);
            assertThat(probe).isNotDone();

            ready.set(200);

            assertThat(probe.join().statusCode()).isEqualTo(200);
        } finally {
            management.stop(0);
        }
    }

    @Test
    void a_process_that_lives_and_does_not_become_ready_is_not_waited_for_for_ever() throws Exception {
        HttpServer management = management(new AtomicInteger(503));
        try {
            new Readiness(management.getAddress().getPort()).await(2);
        } finally {
            management.stop(0);
        }
    }

    @Test
    void files_are_waited_for_in_a_cluster_alone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("tls.crt");
        Startup.awaitFiles(Map.of("FILE", file.toString()), List.of("FILE"));

        var found = CompletableFuture.runAsync(() -> {
            try {
                Startup.awaitFiles(Map.of("FILE", file.toString(), Startup.PORT, "0"), List.of("FILE"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(found).isNotDone();
        Files.createFile(file);
        found.join();
    }

    private static HttpServer management(AtomicInteger readiness) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(readiness.get(), -1);
            exchange.close();
        });
        server.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Socket connected(StartupPort port) throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), port.port());
    }

    private CompletableFuture<HttpResponse<Void>> probe(int port) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
