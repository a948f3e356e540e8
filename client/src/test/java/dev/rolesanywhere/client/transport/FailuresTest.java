package dev.rolesanywhere.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Exception> untrusted() {
        return Stream.of(
                new CertificateException("self-signed"),
                new CertPathBuilderException("no path"),
                new CertPathValidatorException("expired"),
                new SSLPeerUnverifiedException("another host"));
    }

    @ParameterizedTest
    @MethodSource("untrusted")
    void a_certificate_that_proves_nothing_is_found_below_other_failures(Exception cause) {
        assertThat(Failures.isUntrusted(new IOException("handshake", new IllegalStateException(cause))))
                .isTrue();
    }

    static Stream<IOException> others() {
        return Stream.of(
                new IOException("closed"),
                new SSLException("no common cipher"),
                new IOException("reset", new SocketTimeoutException()));
    }

    @ParameterizedTest
    @MethodSource("others")
    void another_failure_says_nothing_of_a_certificate(IOException failure) {
        assertThat(Failures.isUntrusted(failure)).isFalse();
    }

    @Test
    void a_certificate_may_itself_be_the_failure() {
        assertThat(Failures.isUntrusted(new SSLPeerUnverifiedException("another host")))
                .isTrue();
    }

    @Test
    void sockets_get_timeouts_in_milliseconds() {
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofSeconds(20));
        assertThat(List.of(timeouts.connectMillis(), timeouts.readMillis())).containsExactly(5000, 10);
    }
}
