package dev.rolesanywhere.sidecar.fault;

import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.authority.SelfSignedAuthority;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.pki.request.CertificateRequestReader;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Replaces the operator, over TLS. Issues real leaves of a real CA for the key of the request and one role, unless a
 * test sets another answer.
 */
public final class SigningOperator implements AutoCloseable {
    /** The answer to requests for certificates. If empty, the answer has certificates. */
    public Optional<String> answer = Optional.empty();
    /** The answer to all other requests, given before the token is checked. */
    public Function<String, Optional<String>> before = request -> Optional.empty();
    /** The token that it takes. */
    public String validToken = "pod-token";
    /** The time that the pod must wait before it calls AWS. */
    public Duration slot = Duration.ZERO;
    /** The lifetime of leaves. If negative, leaves are issued already expired. */
    Duration leafLife = Duration.ofHours(1);
    /** Sees each leaf before its pod does. */
    Consumer<X509Certificate> witness = leaf -> {};

    private final TestTls tls;
    private final Clock truth;
    private final SelfSignedAuthority generated;
    private final CertificateAuthority authority;
    private final Supplier<JsonWriter> role;
    private final FakeServer server;

    /** @param role the members of the issued role that are not of its certificate */
    public SigningOperator(TestTls tls, Clock truth, Supplier<JsonWriter> role) throws IOException {
        this.tls = tls;
        this.truth = truth;
        this.role = role;
        generated = new SelfSignedAuthorities(truth, new SecureRandom())
                .generate("example.org", 1, KeySpec.P256, Duration.ofDays(365));
        Map<String, byte[]> secret = new HashMap<>();
        generated.secretData().forEach((name, text) -> secret.put(name, text.getBytes(StandardCharsets.UTF_8)));
        authority = ((LoadedAuthority.Usable) new CertificateAuthorityLoader(truth, new SecureRandom()).load(secret))
                .authority();
        server = new FakeServer(tls, 0, this::answer);
    }

    public String url() {
        return server.url();
    }

    /** The requests so far. */
    public List<String> requests() {
        return server.requests;
    }

    /** The CA that AWS must trust. */
    public String caBundle() {
        return CertificatePem.encode(generated.certificate());
    }

    /** A certificate of its CA for the role, and the key, PEM: for a client that is given both as files. */
    public record Identity(X509Certificate certificate, String keyPem) {}

    public Identity identity() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X509Certificate leaf = authority.issue(new LeafTemplate(
                new WorkloadIdentity("example.org", "shop", "orders"),
                "orders-reader",
                new CertificateRequest.Proven(pair.getPublic(), new byte[0]),
                Validity.starting(truth.instant(), leafLife)));
        return new Identity(
                leaf,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    /** A CRL of its CA, DER, that names this leaf. */
    byte[] revoking(X509Certificate leaf) {
        return RevocationList.of(
                generated.certificate(),
                generated.secretData().get("tls.key"),
                leaf.getSerialNumber(),
                truth.instant());
    }

    private String answer(String request) {
        Optional<String> other = before.apply(request);
        if (other.isPresent()) {
            return other.get();
        }
        if (!request.contains("Authorization: Bearer " + validToken + "\r\n")) {
            return FakeServer.response(401, "{\"reason\":\"TokenInvalid\",\"message\":\"the token has expired\"}");
        }
        if (answer.isPresent()) {
            return answer.get();
        }
        if (request.startsWith("POST /v1/outcomes")) {
            return FakeServer.response(204, "");
        }
        Instant now = truth.instant();
        Validity validity = leafLife.isNegative()
                ? new Validity(now.minus(Duration.ofHours(2)), now.plus(leafLife))
                : Validity.starting(now, leafLife);
        JsonWriter issued = role.get()
                .member("certificate", Base64.getEncoder().encodeToString(leaf(request, validity)))
                .member("notAfter", validity.notAfter().toString())
                .member("waitSeconds", slot.toSeconds());
        return FakeServer.response(
                200,
                new JsonWriter()
                        .member("issuerBundle", tls.pem())
                        .members("roles", List.of(issued))
                        .members("refused", List.of())
                        .toString());
    }

    private byte[] leaf(String request, Validity validity) {
        try {
            byte[] csr = Base64.getDecoder()
                    .decode(JsonReader.readObject(request.substring(request.indexOf("\r\n\r\n") + 4))
                            .requiredString("csr"));
            X509Certificate leaf = authority.issue(new LeafTemplate(
                    new WorkloadIdentity("example.org", "shop", "orders"),
                    "orders-reader",
                    (CertificateRequest.Proven) CertificateRequestReader.read(csr),
                    validity));
            witness.accept(leaf);
            return leaf.getEncoded();
        } catch (CertificateEncodingException | MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
