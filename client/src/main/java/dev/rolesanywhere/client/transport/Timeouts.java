package dev.rolesanywhere.client.transport;

import java.time.Duration;

/**
 * Limits of one exchange.
 *
 * @param connect for the TCP connection
 * @param read between two bytes of the answer, and within the TLS handshake
 * @param total for the whole exchange
 */
public record Timeouts(Duration connect, Duration read, Duration total) {
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));

    int connectMillis() {
        return (int) connect.toMillis();
    }

    int readMillis() {
        return (int) read.toMillis();
    }
}
