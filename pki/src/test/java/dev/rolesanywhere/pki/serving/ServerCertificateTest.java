package dev.rolesanywhere.pki.serving;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class ServerCertificateTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> NAMES = List.of("issuer.ns.svc", "localhost");

    private final ServingAuthority authority = ServingAuthority.generate(NOW, RANDOM);

    @Test
    void the_certificate_is_a_server_certificate_for_its_dns_names() throws Exception {
        X509Certificate certificate = authority.issueServer(NAMES, NOW, RANDOM).certificate();
        int dns = 2;

        certificate.verify(authority.certificate().getPublicKey());
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(List.of(dns, "issuer.ns.svc"), List.of(dns, "localhost"));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void the_certificate_never_outlives_its_authority() {
        Instant late = NOW.plus(Duration.ofDays(360));

        assertThat(authority.issueServer(NAMES, late, RANDOM).certificate().getNotAfter())
                .isEqualTo(authority.certificate().getNotAfter());
    }

    @Test
    void the_certificate_is_renewed_after_two_thirds_of_its_lifetime() {
        ServerCertificate server = authority.issueServer(NAMES, NOW, RANDOM);

        assertThat(server.renewalDue(authority, NAMES, NOW.plus(Duration.ofDays(19))))
                .isFalse();
        assertThat(server.renewalDue(authority, NAMES, NOW.plus(Duration.ofDays(20))))
                .isTrue();
    }

    @Test
    void the_certificate_is_renewed_when_another_authority_signs() {
        ServerCertificate server = authority.issueServer(NAMES, NOW, RANDOM);

        assertThat(server.renewalDue(ServingAuthority.generate(NOW, RANDOM), NAMES, NOW))
                .isTrue();
    }

    @Test
    void the_certificate_is_renewed_when_a_name_is_missing() {
        ServerCertificate server = authority.issueServer(NAMES, NOW, RANDOM);

        assertThat(server.renewalDue(authority, List.of("issuer.ns.svc", "new.ns.svc"), NOW))
                .isTrue();
        assertThat(server.renewalDue(authority, List.of("localhost"), NOW)).isFalse();
    }

    @Test
    void a_stored_certificate_is_read_back() {
        ServerCertificate server = authority.issueServer(NAMES, NOW, RANDOM);

        assertThat(ServerCertificate.decode(bytes(server.secretData()), RANDOM)).hasValueSatisfying(back -> {
            assertThat(back.certificate()).isEqualTo(server.certificate());
            assertThat(back.key()).isEqualTo(server.key());
            assertThat(back.renewalDue(authority, NAMES, NOW)).isFalse();
        });
    }

    @Test
    void a_certificate_with_the_key_of_another_is_none() {
        Map<String, byte[]> stored =
                new HashMap<>(bytes(authority.issueServer(NAMES, NOW, RANDOM).secretData()));
        stored.putAll(Map.of(
                "tls.key",
                bytes(authority.issueServer(NAMES, NOW, RANDOM).secretData()).get("tls.key")));

        assertThat(ServerCertificate.decode(stored, RANDOM)).isEmpty();
        assertThat(ServerCertificate.decode(Map.of(), RANDOM)).isEmpty();
    }

    @Test
    void its_text_shows_no_key() {
        assertThat(authority.issueServer(NAMES, NOW, RANDOM).toString()).matches("ServerCertificate\\[[0-9a-f]+]");
    }

    @Test
    void only_a_client_with_the_bundle_can_connect() throws Exception {
        // TLS uses the machine's clock, so this authority is valid today.
        Instant today = Clock.systemUTC().instant();
        ServingAuthorities trusted = new ServingAuthorities(
                ServingAuthority.generate(today, RANDOM), ServingAuthority.generate(today, RANDOM));
        ServerCertificate server = trusted.current().issueServer(NAMES, today, RANDOM);

        assertThat(connect(server, trusted.bundle())).isEqualTo("CN=roles-anywhere-operator server");
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> connect(server, List.of(authority.certificate())));
    }

    private static String connect(ServerCertificate server, List<X509Certificate> bundle) throws Exception {
        KeyStore identity = empty();
        identity.setKeyEntry("server", server.key(), new char[0], new Certificate[] {server.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(identity, new char[0]);
        SSLContext serving = SSLContext.getInstance("TLS");
        serving.init(keys.getKeyManagers(), null, null);

        KeyStore trust = empty();
        for (X509Certificate certificate : bundle) {
            trust.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
        }
        TrustManagerFactory trusting = TrustManagerFactory.getInstance("PKIX");
        trusting.init(trust);
        SSLContext calling = SSLContext.getInstance("TLS");
        calling.init(null, trusting.getTrustManagers(), null);

        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (SSLServerSocket listening =
                (SSLServerSocket) serving.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            CompletableFuture<Void> accepted = CompletableFuture.runAsync(() -> accept(listening));
            try (SSLSocket socket =
                    (SSLSocket) calling.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                X509Certificate peer = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return peer.getSubjectX500Principal().getName().split(",")[0];
            } finally {
                accepted.join();
            }
        }
    }

    private static void accept(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.startHandshake();
        } catch (IOException e) {
            // The test checks the client's own error.
        }
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Map<String, byte[]> bytes(Map<String, String> texts) {
        return texts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .getBytes(StandardCharsets.UTF_8)));
    }
}
