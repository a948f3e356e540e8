package dev.rolesanywhere.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.emulator.fixture.Scenario;
import dev.rolesanywhere.emulator.fixture.TestAuthority;
import dev.rolesanywhere.emulator.fixture.TestHttp;
import dev.rolesanywhere.emulator.fixture.TestLeaf;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments, configuration file and TLS. */
class StartTest {
    @TempDir
    private Path folder;

    @Test
    void the_command_line_wins_over_the_environment() {
        Arguments arguments = Arguments.parse(
                List.of("--port", "1"), Map.of("EMULATOR_PORT", "2", "EMULATOR_CONFIG", "file.json", "OTHER", "x"));

        assertThat(arguments.port()).isEqualTo(1);
        assertThat(arguments.host()).isEqualTo("0.0.0.0");
        assertThat(arguments.file("config")).contains(Path.of("file.json"));
    }

    @Test
    void an_unknown_option_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(List.of("--prot", "1"), Map.of()))
                .withMessage("Not an option with a value: --prot");
    }

    @Test
    void a_certificate_without_a_key_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(List.of("--tls-cert", "c.pem"), Map.of()))
                .withMessage("--tls-cert and --tls-key must be set together");
    }

    @Test
    void an_invalid_port_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Arguments.parse(List.of("--port", "65536"), Map.of()).port())
                .withMessage("--port must be a number from 0 to 65535, not 65536");
    }

    @Test
    void a_configuration_file_defines_account_anchors_profiles_and_roles() throws Exception {
        Files.writeString(
                folder.resolve("ca.pem"), TestAuthority.root("CA", Scenario.NOW).pem());
        Path file = Files.writeString(folder.resolve("emulator.json"), """
                {"account": "444455556666", "region": "eu-west-1",
                 "trustAnchors": [{"id": "%s", "name": "prod", "certificatesFile": "ca.pem"}],
                 "profiles": [{"id": "%s", "roleArns": ["arn:aws:iam::444455556666:role/workloads/orders"]}],
                 "roles": [{"name": "orders", "path": "/workloads/", "maxSessionDuration": 7200, "trustPolicy": %s}]}
                """.formatted(
                        Scenario.ANCHOR_ID, Scenario.PROFILE_ID, Scenario.TRUST_POLICY));
        Configuration configuration = Configuration.read(file);
        EmulatorSettings local = EmulatorSettings.local();

        try (Emulator emulator = Emulator.start(new EmulatorSettings(
                local.address(), configuration.account(), local.clock(), local.random(), local.tls(), local.log()))) {
            emulator.define(configuration.json());

            assertThat(get(emulator, "/trustanchor/" + Scenario.ANCHOR_ID))
                    .contains("arn:aws:rolesanywhere:eu-west-1:444455556666:trust-anchor/" + Scenario.ANCHOR_ID);
            assertThat(get(emulator, "/profile/" + Scenario.PROFILE_ID)).contains("\"enabled\":true");
            assertThat(get(emulator, "/_emulator/roles"))
                    .contains("arn:aws:iam::444455556666:role/workloads/orders", "\"maxSessionDuration\":7200");
        }
    }

    @Test
    void an_id_that_is_not_a_uuid_is_rejected_with_an_example() throws Exception {
        try (Emulator emulator = Emulator.start(EmulatorSettings.local())) {
            assertThat(TestHttp.send(
                                    "PUT",
                                    URI.create(emulator.endpoint() + "/_emulator/profiles/mine"),
                                    Map.of(),
                                    "{\"roleArns\": []}")
                            .message())
                    .isEqualTo("An id is a lower-case UUID such as 0a1b2c3d-0000-4000-8000-000000000001, not: mine");
        }
    }

    @Test
    void an_unknown_path_is_an_unknown_operation() throws Exception {
        try (Emulator emulator = Emulator.start(EmulatorSettings.local())) {
            assertThat(TestHttp.send("GET", URI.create(emulator.endpoint() + "/x"), Map.of(), "")
                            .summary())
                    .isEqualTo("404 UnknownOperationException No such operation: GET /x");
        }
    }

    @Test
    void a_malformed_path_is_refused() {
        try (Scenario scenario = Scenario.fixed()) {
            RawHttp raw = new RawHttp(scenario.emulator.endpoint());

            assertThat(raw.send("GET /profile/%zz HTTP/1.1\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400")
                    .contains("Malformed percent-encoding in the path");
            assertThat(raw.send("HELLO\r\n\r\n")).startsWith("HTTP/1.1 400").contains("Not an HTTP/1.1 request line");
        }
    }

    @Test
    void tls_is_served_from_pem_files() throws Exception {
        TestAuthority authority = TestAuthority.root("CA", Scenario.NOW);
        TestLeaf server = authority.leaf(Scenario.NOW);
        Path certificate = Files.writeString(folder.resolve("tls.crt"), TestAuthority.pem(server.certificate()));
        Path key = Files.writeString(folder.resolve("tls.key"), server.keyPem());
        EmulatorSettings local = EmulatorSettings.local();
        EmulatorSettings settings = new EmulatorSettings(
                local.address(),
                local.account(),
                local.clock(),
                local.random(),
                Optional.of(Tls.context(certificate, key)),
                local.log());

        try (Emulator emulator = Emulator.start(settings)) {
            assertThat(emulator.endpoint().getScheme()).isEqualTo("https");
            assertThat(presented(emulator.endpoint())).isEqualTo(server.certificate());
        }
    }

    @Test
    void another_key_format_is_rejected_with_the_correction() throws Exception {
        TestLeaf server = TestAuthority.root("CA", Scenario.NOW).leaf(Scenario.NOW);
        Path certificate = Files.writeString(folder.resolve("tls.crt"), TestAuthority.pem(server.certificate()));
        Path key = Files.writeString(folder.resolve("tls.key"), TestAuthority.pem(server.key()));

        assertThatThrownBy(() -> Tls.context(certificate, key)).hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }

    private static String get(Emulator emulator, String path) throws Exception {
        return TestHttp.send("GET", URI.create(emulator.endpoint() + path), Map.of(), "")
                .text();
    }

    private static java.security.cert.Certificate presented(URI endpoint) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(endpoint.getHost(), endpoint.getPort())) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    /** The test checks the certificate itself. */
    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }

    /** Sends bytes to the port, and returns the answer until the connection closes. */
    private record RawHttp(URI endpoint) {
        String send(String request) {
            try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
