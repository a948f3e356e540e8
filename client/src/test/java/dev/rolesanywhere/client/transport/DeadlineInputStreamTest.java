package dev.rolesanywhere.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineInputStreamTest {
    private final Limits socket = new Limits();

    @Test
    void each_read_of_the_socket_has_the_limit_of_one_read() throws Exception {
        InputStream in = new DeadlineInputStream(socket, in(Duration.ofMinutes(5)), 1234);

        assertThat(in.readAllBytes()).isEqualTo(new byte[] {1, 2, 3});
        assertThat(socket.limits).hasSizeGreaterThan(1).containsOnly(1234);
    }

    @Test
    void a_read_has_only_the_time_that_is_left_until_the_deadline() throws Exception {
        InputStream in = new DeadlineInputStream(socket, in(Duration.ofMinutes(5)), 3_600_000);

        assertThat(in.read()).isEqualTo(1);
        assertThat(socket.limits).singleElement().satisfies(limit -> assertThat(limit)
                .isBetween(1, 300_000));
    }

    @Test
    void after_the_deadline_nothing_is_read() throws Exception {
        InputStream in = new DeadlineInputStream(socket, in(Duration.ofSeconds(-1)), 1234);

        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
        assertThat(socket.limits).isEmpty();
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    /** A socket with three bytes, which records the limits of its reads in milliseconds. */
    private static final class Limits extends Socket {
        private final List<Integer> limits = new ArrayList<>();
        private final InputStream bytes = new ByteArrayInputStream(new byte[] {1, 2, 3});

        @Override
        public void setSoTimeout(int millis) {
            limits.add(millis);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return bytes;
        }
    }
}
