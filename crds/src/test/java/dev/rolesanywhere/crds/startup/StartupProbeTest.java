package dev.rolesanywhere.crds.startup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartupProbeTest {
    private static final int MANY_LOOKS = 1_000_000;

    private final AtomicInteger readiness = new AtomicInteger(503);
    private final Semaphore looks = new Semaphore(0);
    private HttpServer management;

    @AfterEach
    void stop() {
        if (management != null) {
            management.stop(0);
        }
    }

    @Test
    void the_probe_waits_until_the_process_is_ready() throws Exception {
        var probe = started(listening(0), MANY_LOOKS);
        looks.acquire(2);
        assertThat(probe).isNotDone();

        readiness.set(200);

        probe.join();
    }

    @Test
    void a_closed_port_is_not_a_failure_yet() throws Exception {
        int port = freePort();
        var probe = started(port, MANY_LOOKS);
        readiness.set(200);

        listening(port);

        probe.join();
    }

    @Test
    void the_wait_for_a_live_process_that_is_not_ready_ends() throws Exception {
        started(listening(0), 2).join();
    }

    @Test
    void the_port_is_the_containers_management_port() throws Exception {
        readiness.set(200);

        StartupProbe.of(Map.of("QUARKUS_MANAGEMENT_PORT", Integer.toString(listening(0))))
                .await(MANY_LOOKS);
    }

    private static CompletableFuture<Void> started(int port, int looks) {
        return CompletableFuture.runAsync(() -> {
            try {
                new StartupProbe(port).await(looks);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    private int listening(int port) throws Exception {
        management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        management.createContext("/q/health/ready", exchange -> {
            looks.release();
            exchange.sendResponseHeaders(readiness.get(), -1);
            exchange.close();
        });
        management.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        management.start();
        return management.getAddress().getPort();
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
