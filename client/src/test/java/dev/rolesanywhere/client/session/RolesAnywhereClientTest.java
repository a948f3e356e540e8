package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rolesanywhere.client.endpoint.EndpointSettings;
import dev.rolesanywhere.client.signing.SigningIdentity;
import dev.rolesanywhere.client.transport.HttpTransport;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.client.transport.Trust;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RolesAnywhereClientTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2018-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final CreateSessionRequest REQUEST = new CreateSessionRequest("arn:ta", "arn:p", "arn:r", 900);

    @Test
    void posts_a_signed_request_behind_the_endpoints_path() throws Exception {
        CompletableFuture<String> sent = new CompletableFuture<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> answer(server, sent));
            CreateSessionException refused =
                    catchThrowableOfType(CreateSessionException.class, () -> client().createSession(
                                    REQUEST,
                                    identity(),
                                    endpoint("http://127.0.0.1:" + server.getLocalPort() + "/aws/")));
            assertThat(refused.refusal()).isEqualTo(AwsRefusal.THROTTLED);
            assertThat(sent.get())
                    .startsWith("POST /aws/sessions HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort() + "\r\n")
                    .contains("Authorization: AWS4-X509-RSA-SHA256 Credential=")
                    .contains("/20180102/eu-west-1/rolesanywhere/aws4_request")
                    .contains("X-Amz-Date: 20180102T030405Z");
        }
    }

    @Test
    void an_endpoint_that_is_not_there_is_a_refusal_that_may_pass() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        CreateSessionException refused =
                catchThrowableOfType(CreateSessionException.class, () -> client().createSession(
                                REQUEST, identity(), endpoint("http://127.0.0.1:" + port)));
        assertThat(refused.refusal()).isEqualTo(AwsRefusal.ENDPOINT_UNREACHABLE);
        assertThat(refused).hasMessageStartingWith("127.0.0.1: cannot connect");
        assertThat(refused.retryable()).isTrue();
        assertThat(refused.httpStatus()).isZero();
    }

    private static void answer(ServerSocket server, CompletableFuture<String> sent) {
        try (Socket socket = server.accept()) {
            byte[] buffer = new byte[16384];
            sent.complete(new String(buffer, 0, socket.getInputStream().read(buffer), StandardCharsets.UTF_8));
            socket.getOutputStream()
                    .write("HTTP/1.1 400 Bad\r\nX-Amzn-ErrorType: ThrottlingException\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            sent.completeExceptionally(e);
        }
    }

    private static RolesAnywhereClient client() throws Exception {
        return new RolesAnywhereClient(new HttpTransport(Trust.jdk(), null, Timeouts.DEFAULT), CLOCK);
    }

    private static EndpointSettings endpoint(String override) {
        return new EndpointSettings("eu-west-1", false, false, URI.create(override));
    }

    private static SigningIdentity identity() throws Exception {
        String pem =
                resource("rsa-leaf.key").replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return new SigningIdentity(
                KeyFactory.getInstance("RSA")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))),
                (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(
                                resource("rsa-leaf.pem").getBytes(StandardCharsets.UTF_8))),
                List.of());
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = RolesAnywhereClientTest.class.getResourceAsStream("/sigv4-x509/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
