package dev.rolesanywhere.node.benchmark;

import dev.rolesanywhere.node.TestApiServer;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import dev.rolesanywhere.sidecar.fault.EmulatedAws;
import dev.rolesanywhere.sidecar.fault.SigningOperator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The environment of each contestant, in this process: an operator over TLS that signs real certificates, the emulator
 * over HTTP, and an API server's tokens.
 */
final class Stage implements AutoCloseable {
    private static final String TOKEN = "Authorization: Bearer ";

    final Path directory;
    final TestTls tls;
    final EmulatedAws aws;
    final SigningOperator operator;
    private final TestApiServer server = new TestApiServer();
    private final Clock clock = Clock.systemUTC();

    Stage(Path directory) throws Exception {
        this.directory = directory;
        this.tls = TestTls.make(directory);
        this.aws = new EmulatedAws(clock);
        this.operator = new SigningOperator(tls, clock, aws::role);
        operator.before = this::before;
        aws.trust(operator.caBundle());
        Files.writeString(directory.resolve("ca.pem"), tls.pem());
        Files.writeString(directory.resolve("token"), "a-projected-token");
    }

    /**
     * Accepts every token, because this benchmark does not measure authorization. The server answers one request after
     * the other.
     */
    private Optional<String> before(String request) {
        if (request.startsWith("POST /v1/keys")) {
            return Optional.of(FakeServer.response(200, server.published(tls.pem())));
        }
        int at = request.indexOf(TOKEN) + TOKEN.length();
        operator.validToken = request.substring(at, request.indexOf('\r', at));
        return Optional.empty();
    }

    String podToken(int pod) {
        return server.token("pod-" + pod, clock.instant());
    }

    /** A token that the API server has not signed. */
    String forgedToken(int pod) {
        return new TestApiServer().token("pod-" + pod, clock.instant());
    }

    /** The files with which AWS's helper proves itself: a certificate of the same authority. */
    Identity identity() throws Exception {
        SigningOperator.Identity made = operator.identity();
        Path certificate = Files.writeString(directory.resolve("leaf.pem"), CertificatePem.encode(made.certificate()));
        Path key = Files.writeString(directory.resolve("leaf.key"), made.keyPem());
        return new Identity(certificate, key);
    }

    record Identity(Path certificate, Path key) {}

    @Override
    public void close() throws Exception {
        operator.close();
        aws.close();
    }
}
