package dev.rolesanywhere.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void a_failure_is_described_without_its_class_name() {
        assertThat(List.of(
                        Failures.describe(new UnknownHostException("aws.example")),
                        Failures.describe(new SocketTimeoutException("Read timed out")),
                        Failures.describe(new ConnectException("Connection refused")),
                        Failures.describe(new NoRouteToHostException("No route to host")),
                        Failures.describe(new IOException("a message")),
                        Failures.describe(new EOFException())))
                .containsExactly(
                        "unknown host aws.example",
                        "timed out",
                        "cannot connect (Connection refused)",
                        "cannot connect (No route to host)",
                        "a message",
                        "EOFException");
    }

    @Test
    void sockets_get_timeouts_in_milliseconds() {
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofSeconds(20));
        assertThat(List.of(timeouts.connectMillis(), timeouts.readMillis())).containsExactly(5000, 10);
    }
}
