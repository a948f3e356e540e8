package dev.rolesanywhere.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.node.settings.AgentSettings;
import dev.rolesanywhere.sidecar.fake.TestTls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ReadyWaitTest {
    private static final int MANY_LOOKS = 1_000_000;

    @TempDir
    Path directory;

    private VirtualAgent agent;

    @BeforeEach
    void an_agent_that_has_no_keys_yet() throws Exception {
        agent = new VirtualAgent(directory, TestTls.make(directory));
        agent.away = true;
    }

    @AfterEach
    void close() throws Exception {
        agent.close();
    }

    @Test
    void the_probe_ends_when_the_agent_is_ready() throws Exception {
        agent.start(10);
        agent.settle();
        CompletableFuture<Void> probe = probe(agent.healthPort(), MANY_LOOKS);
        assertThat(agent.health("/ready")).startsWith("HTTP/1.1 503");
        assertThat(agent.health("/metrics")).contains("rolesanywhere_node_agent_ready 0\n");
        assertThat(probe).isNotDone();

        agent.away = false;
        agent.pass(Duration.ofSeconds(20));

        probe.join();
    }

    @Test
    void an_agent_that_does_not_listen_yet_is_not_a_failure() throws Exception {
        int port = freePort();
        CompletableFuture<Void> probe = probe(port, 1);
        agent.away = false;
        agent.start(10, port);
        agent.settle();

        probe.join();
    }

    @Test
    void the_wait_for_an_agent_that_answers_and_is_not_ready_ends() throws Exception {
        agent.start(10);
        agent.settle();

        probe(agent.healthPort(), 2).join();

        assertThat(agent.health("/ready")).startsWith("HTTP/1.1 503");
    }

    private static CompletableFuture<Void> probe(int port, int looks) {
        var probe = new ReadyWait(new AgentSettings.Place(InetAddress.ofLiteral("127.0.0.1"), port));
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        probe.await(looks);
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
