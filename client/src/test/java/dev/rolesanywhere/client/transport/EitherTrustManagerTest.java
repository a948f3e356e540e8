package dev.rolesanywhere.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509TrustManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link HttpTransportTest} tests it on sockets. */
class EitherTrustManagerTest {
    private static final X509Certificate[] CHAIN = {};

    static Stream<ThrowingCallable> waysWithoutAHostName() throws Exception {
        EitherTrustManager manager = new EitherTrustManager(Trust.manager(null));
        return Stream.of(
                () -> manager.checkServerTrusted(CHAIN, "RSA"),
                () -> manager.checkServerTrusted(CHAIN, "RSA", (SSLEngine) null),
                () -> manager.checkClientTrusted(CHAIN, "RSA"),
                () -> manager.checkClientTrusted(CHAIN, "RSA", (SSLEngine) null),
                () -> manager.checkClientTrusted(CHAIN, "RSA", (Socket) null));
    }

    @ParameterizedTest
    @MethodSource("waysWithoutAHostName")
    void unused_checks_of_the_trust_manager_always_fail(ThrowingCallable way) {
        assertThatExceptionOfType(CertificateException.class).isThrownBy(way);
    }

    @Test
    void the_accepted_issuers_come_from_the_bundle() throws Exception {
        X509TrustManager jdk = Trust.manager(null);
        assertThat(new EitherTrustManager(jdk).getAcceptedIssuers())
                .isNotEmpty()
                .isEqualTo(jdk.getAcceptedIssuers());
    }
}
