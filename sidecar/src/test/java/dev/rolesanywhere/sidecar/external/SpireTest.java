package dev.rolesanywhere.sidecar.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.sidecar.Main;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import dev.rolesanywhere.sidecar.fault.EmulatedAws;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * SPIRE's server, agent and spiffe-helper write the files, or the server alone mints them. The sidecar process reads
 * them and calls AWS, which the emulator replaces. A server in the operator's place answers with the files and the
 * SPIFFE ID.
 */
@Timeout(300)
@EnabledIfEnvironmentVariable(
        named = Spire.SERVER,
        matches = ".+",
        disabledReason = "Not run: set SPIRE_SERVER to the path of spire-server")
class SpireTest {
    private static final String ORDERS = "spiffe://example.org/ns/shop/sa/orders";
    private static final int SECONDS = 20;

    @TempDir
    Path directory;

    private final List<String> outcomes = new ArrayList<>();
    private Spire spire;
    private TestTls tls;
    private EmulatedAws aws;
    private FakeServer operator;
    private @Nullable Process sidecar;
    private int probePort;
    private String spiffeId = ORDERS;
    private int starts;

    @BeforeEach
    void prepare() throws Exception {
        spire = new Spire(directory.resolve("external/spire"));
        tls = TestTls.make(directory);
        aws = new EmulatedAws(Clock.systemUTC());
        trust();
        operator = new FakeServer(tls, 0, this::answer);
        Files.writeString(directory.resolve("token"), "pod-token");
    }

    @AfterEach
    void end() throws Exception {
        stopSidecar();
        operator.close();
        aws.close();
        spire.close();
    }

    /** Like spiffe-helper, but manually, without an agent. */
    @Test
    void certificates_of_the_server_give_credentials_before_and_after_a_rotation_of_its_authority() throws Exception {
        spire.mint(ORDERS);
        startSidecar();
        awaitStarted();
        assertThat(sessions()).singleElement().satisfies(session -> assertThat(session.tags())
                .containsEntry("x509SAN/URI", ORDERS));

        String before = spire.bundle();
        spire.rotateAuthority();
        assertThat(certificates(spire.bundle())).hasSize(2).containsAll(certificates(before));
        trust();
        spire.mint(ORDERS);
        assertThat(isIssuedBy(leaf(), certificates(before).getFirst())).isFalse();
        startSidecar();
        awaitStarted();
        assertThat(sessions())
                .extracting(session -> session.leafSerial())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = Spire.AGENT,
            matches = ".+",
            disabledReason = "Not run: set SPIRE_AGENT and SPIFFE_HELPER to the paths of these programs")
    void credentials_come_from_the_files_of_spire_across_rotations_of_svid_and_bundle() throws Exception {
        startSidecar();
        awaitLog("CertificateFilesMissing");
        assertThat(log()).contains("tls.crt does not exist: SPIRE must write it");

        spire.startAgent();
        spire.register(ORDERS, SECONDS);
        spire.startHelper();
        awaitStarted();
        X509Certificate first = leaf();
        assertThat(sessions()).singleElement().satisfies(session -> assertThat(session.tags())
                .containsEntry("x509SAN/URI", ORDERS));

        awaitLeaf(leaf -> !leaf.getSerialNumber().equals(first.getSerialNumber()));
        startSidecar();
        awaitStarted();
        assertThat(sessions())
                .extracting(session -> session.leafSerial())
                .hasSize(2)
                .doesNotHaveDuplicates();

        String before = spire.bundle();
        spire.rotateAuthority();
        String both = spire.bundle();
        assertThat(certificates(both)).hasSize(2).containsAll(certificates(before));
        trust();
        X509Certificate next = certificates(both).stream()
                .filter(certificate -> !isIn(certificate, before))
                .findFirst()
                .orElseThrow();
        awaitLeaf(leaf -> isIssuedBy(leaf, next));
        startSidecar();
        awaitStarted();
        assertThat(sessions()).hasSize(3);
        System.out.println("SPIRE: three sessions, of three SVIDs, across a rotation of the authority");
    }

    @Test
    void files_that_become_wrong_are_named_with_their_owner_and_aws_is_not_called() throws Exception {
        spire.mint("spiffe://example.org/ns/shop/sa/another");
        startSidecar();
        awaitLog("CertificateFilesInvalid");
        assertThat(log())
                .contains("is for spiffe://example.org/ns/shop/sa/another, but the IAM role accepts " + ORDERS
                        + ": SPIRE must issue that SPIFFE ID");
        assertThat(sessions()).isEmpty();
        awaitOutcome("CertificateFilesInvalid");

        Files.setPosixFilePermissions(spire.volume.resolve("tls.key"), PosixFilePermissions.fromString("rw-r--r--"));
        startSidecar();
        awaitLog("CertificateFilesInvalid");
        assertThat(log()).contains("tls.key, because its mode is rw-r--r--: SPIRE must");
        assertThat(sessions()).isEmpty();
    }

    /** The sidecar is content, and only the trust policy is left: as for a workload that calls AWS past the sidecar. */
    @Test
    void aws_refuses_a_certificate_with_another_spiffe_id_than_the_trust_policy_names() throws Exception {
        spiffeId = "spiffe://example.org/ns/shop/sa/another";
        spire.mint(spiffeId);
        startSidecar();

        awaitLog("RoleTrustPolicyDenies");
        assertThat(sessions()).isEmpty();
    }

    private void trust() throws Exception {
        aws.trust(spire.bundle(), "{\"StringEquals\": {\"aws:PrincipalTag/x509SAN/URI\": \"" + ORDERS + "\"}}");
    }

    private Collection<dev.rolesanywhere.emulator.session.Session> sessions() {
        return aws.emulator().sessions().all();
    }

    private String answer(String request) {
        if (request.startsWith("POST /v1/outcomes")) {
            synchronized (outcomes) {
                outcomes.add(request);
            }
            return FakeServer.response(204, "");
        }
        return FakeServer.response(
                200,
                new JsonWriter()
                        .member("issuerBundle", tls.pem())
                        .members(
                                "roles",
                                List.of(aws.role()
                                        .member(
                                                "notAfter",
                                                Instant.now().plusSeconds(3600).toString())
                                        .member("waitSeconds", 0)
                                        .member(
                                                "files",
                                                new JsonWriter()
                                                        .member("owner", "SPIRE")
                                                        .member("trustAnchor", "spire")
                                                        .member("certificateFile", "tls.crt")
                                                        .member("keyFile", "tls.key")
                                                        .member("spiffeID", spiffeId))))
                        .members("refused", List.of())
                        .toString());
    }

    /** With an empty volume, as in a recreated pod. */
    private void startSidecar() throws Exception {
        stopSidecar();
        starts++;
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            probePort = other.getLocalPort();
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            // As in the image.
                            "-Xmx16m",
                            "-Xmn2m",
                            "-Drolesanywhere.volume=" + directory.resolve("volume" + starts),
                            "-Drolesanywhere.issuerToken=" + directory.resolve("token"),
                            "-Drolesanywhere.external=" + directory.resolve("external"),
                            "-Drolesanywhere.endpointPort=" + one.getLocalPort(),
                            "-Drolesanywhere.probePort=" + probePort,
                            "-Drolesanywhere.probeAddress=127.0.0.1",
                            Main.class.getName())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log" + starts).toFile());
            builder.environment().put("ROLESANYWHERE_ISSUER_URL", operator.url());
            builder.environment().put("ROLESANYWHERE_ISSUER_CA", tls.pem());
            sidecar = builder.start();
        }
    }

    private void stopSidecar() throws InterruptedException {
        if (sidecar != null) {
            sidecar.destroyForcibly().waitFor();
        }
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log" + starts));
    }

    private void awaitLog(String text) throws Exception {
        await(() -> log().contains(text));
    }

    private void awaitOutcome(String reason) throws Exception {
        await(() -> {
            synchronized (outcomes) {
                return outcomes.stream().anyMatch(report -> report.contains(reason));
            }
        });
    }

    private void awaitStarted() throws Exception {
        await(() -> {
            try (Socket socket = new Socket("127.0.0.1", probePort)) {
                socket.getOutputStream()
                        .write("GET /started HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .startsWith("HTTP/1.1 200");
            } catch (IOException e) {
                return false;
            }
        });
    }

    private void awaitLeaf(Predicate<X509Certificate> wanted) throws Exception {
        await(() -> {
            try {
                return wanted.test(leaf());
            } catch (IOException | CertificateException e) {
                return false;
            }
        });
    }

    private interface Wanted {
        boolean isThere() throws Exception;
    }

    private void await(Wanted wanted) throws Exception {
        for (int i = 0; i < 1000; i++) {
            if (wanted.isThere()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(log() + "\n" + spire.logs());
    }

    private X509Certificate leaf() throws IOException, CertificateException {
        return certificates(Files.readString(spire.volume.resolve("tls.crt"))).getFirst();
    }

    private static List<X509Certificate> certificates(String pem) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        var blocks = Pattern.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", Pattern.DOTALL)
                .matcher(pem);
        while (blocks.find()) {
            certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(blocks.group().getBytes(StandardCharsets.US_ASCII))));
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("none");
        }
        return certificates;
    }

    private static boolean isIn(X509Certificate certificate, String pem) {
        try {
            return certificates(pem).contains(certificate);
        } catch (CertificateException e) {
            return false;
        }
    }

    private static boolean isIssuedBy(X509Certificate leaf, X509Certificate issuer) {
        try {
            leaf.verify(issuer.getPublicKey());
            return true;
        } catch (java.security.GeneralSecurityException e) {
            return false;
        }
    }
}
