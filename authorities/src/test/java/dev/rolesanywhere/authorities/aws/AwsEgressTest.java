package dev.rolesanywhere.authorities.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.serving.ServerCertificate;
import dev.rolesanywhere.pki.serving.ServingAuthority;
import dev.rolesanywhere.pki.serving.ServingRotation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** The operator's egress to AWS: a proxy that requires a password, and an authority that the JDK does not know. */
class AwsEgressTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_proxy_receives_the_user_and_password_of_its_url() throws Exception {
        server = HttpServer.create(loopback(), 0);
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            asked.add(exchange.getRequestURI() + " " + authorization);
            exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"proxy\"");
            answer(exchange, authorization == null ? 407 : 200);
        });
        server.start();

        String proxy =
                "http://us%40er:p+a%3Ass@localhost:" + server.getAddress().getPort();
        assertThat(get(new AwsEgress(proxy, null), "http://aws.example.org/")).isEqualTo(200);
        String expected = Base64.getEncoder().encodeToString("us@er:p+a:ss".getBytes(StandardCharsets.UTF_8));
        assertThat(asked.getLast()).isEqualTo("http://aws.example.org/ Basic " + expected);
    }

    @Test
    void an_authority_of_the_bundle_is_trusted_in_addition_to_the_jdks() throws Exception {
        ServingAuthority authority = new ServingRotation(Clock.systemUTC(), RANDOM)
                .start()
                .signing(Clock.systemUTC().instant());
        server = https(
                authority.issueServer(List.of("localhost"), Clock.systemUTC().instant(), RANDOM));
        String url = "https://localhost:" + server.getAddress().getPort() + "/";

        assertThat(get(new AwsEgress(null, CertificatePem.encode(authority.certificate())), url))
                .isEqualTo(200);
        assertThatThrownBy(() -> get(AwsEgress.DIRECT, url)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void an_unreadable_bundle_is_rejected_with_the_correction() throws Exception {
        server = HttpServer.create(loopback(), 0);

        assertThatThrownBy(
                        () -> new AwsEgress(null, "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----").http())
                .hasMessageStartingWith("the caBundle cannot be read. Write PEM certificates");
    }

    @Test
    void no_password_is_printed() throws Exception {
        server = HttpServer.create(loopback(), 0);

        assertThat(new AwsEgress("http://user:secret@proxy:3128", null).toString())
                .doesNotContain("secret");
        assertThatThrownBy(() -> new AwsEgress("http://user:secret@a b", null).http())
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    private static int get(AwsEgress egress, String url) throws IOException {
        try (SdkHttpClient client = egress.http().build()) {
            return client.prepareRequest(HttpExecuteRequest.builder()
                            .request(SdkHttpRequest.builder()
                                    .method(SdkHttpMethod.GET)
                                    .uri(URI.create(url))
                                    .build())
                            .build())
                    .call()
                    .httpResponse()
                    .statusCode();
        }
    }

    private static HttpServer https(ServerCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", certificate.key(), new char[0], new Certificate[] {certificate.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> answer(exchange, 200));
        server.start();
        return server;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
