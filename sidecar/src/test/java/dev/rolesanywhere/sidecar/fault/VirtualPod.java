package dev.rolesanywhere.sidecar.fault;

import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.endpoint.Endpoints;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import dev.rolesanywhere.sidecar.fake.VirtualClock;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.refresh.Calls;
import dev.rolesanywhere.sidecar.refresh.Inbox;
import dev.rolesanywhere.sidecar.refresh.Refresher;
import dev.rolesanywhere.sidecar.refresh.SessionExchange;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One pod under a virtual clock: the sidecar's refresher and its real endpoint, the real emulator, an operator that signs
 * real leaves over TLS, and an application that asks for credentials all the time and counts what it does not get.
 */
final class VirtualPod implements AutoCloseable {
    static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    static final Duration SESSION = Duration.ofHours(6);
    private static final String ANCHOR = "0a1b2c3d-0000-4000-8000-000000000001";
    private static final String PROFILE = "0a1b2c3d-0000-4000-8000-000000000002";
    private static final String ROLES_ANYWHERE = "arn:aws:rolesanywhere:us-east-1:111122223333:";
    private static final String ROLE = "arn:aws:iam::111122223333:role/orders-reader";

    final VirtualClock truth = new VirtualClock(START);
    final Path volume;
    final Path token;
    final FakeServer issuer;
    Duration applicationAsksEvery = Duration.ofMinutes(3);
    Duration nodeError = Duration.ZERO;
    /** What the operator answers to requests for certificates; empty: certificates. */
    Optional<String> issuerAnswer = Optional.empty();
    /** The token that the operator takes. */
    String validToken = "pod-token";
    /** How long leaves live; negative: expired when they are issued. */
    Duration leafLife = Duration.ofHours(1);

    int asked;
    int errors;
    int lies;
    String lastError = "";

    private final TestTls tls;
    private final Emulator emulator;
    private final CertificateAuthority authority;
    private final KeyPair keys;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private CorrectedClock corrected;
    private Endpoints endpoints;
    private Refresher refresher;
    private int port;

    VirtualPod(Path directory, TestTls tls) throws Exception {
        this.tls = tls;
        volume = directory.resolve("volume");
        token = directory.resolve("token");
        Files.writeString(token, validToken);
        var generated = new SelfSignedAuthorities(truth, new SecureRandom())
                .generate("example.org", 1, KeySpec.P256, Duration.ofDays(365));
        Map<String, byte[]> secret = new HashMap<>();
        generated.secretData().forEach((name, text) -> secret.put(name, text.getBytes(StandardCharsets.UTF_8)));
        authority = ((LoadedAuthority.Usable) new CertificateAuthorityLoader(truth, new SecureRandom()).load(secret))
                .authority();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        emulator = Emulator.start(EmulatorSettings.local().withClock(truth));
        emulator.define(Json.read(
                configuration(CertificatePem.encode(generated.certificate())).getBytes(StandardCharsets.UTF_8)));
        issuer = new FakeServer(tls, 0, this::issue);
    }

    /** A new process on the same volume, as after a restart of the container. */
    void start() throws Exception {
        if (endpoints != null) {
            endpoints.close();
        }
        Clock node = new NodeClock();
        corrected = new CorrectedClock(node);
        Metrics metrics = new Metrics(corrected);
        endpoints = new Endpoints(new Served("", null, Map.of(), "starting"), metrics, corrected);
        CredentialsVolume credentials = new CredentialsVolume(volume);
        Calls inline = Runnable::run;
        refresher = new Refresher(
                new Refresher.Parts(
                        new IssuerClient(URI.create(issuer.url()), tls.pem(), token),
                        new SessionExchange(keys.getPrivate(), node),
                        credentials,
                        endpoints,
                        metrics,
                        new JsonLog(new PrintStream(logged, true, StandardCharsets.UTF_8), node),
                        corrected,
                        new SecureRandom(),
                        new Inbox(),
                        inline),
                new Requests(keys),
                true);
        refresher.restore();
        port = endpoints.listenForCredentials(0);
    }

    /** Lets time pass, with the application asking all the while. */
    void run(Duration time) throws Exception {
        Instant end = truth.instant().plus(time);
        while (truth.instant().isBefore(end)) {
            Duration untilDue = Duration.between(corrected.instant(), settle());
            ask();
            Duration step = shorter(shorter(untilDue, applicationAsksEvery), Duration.between(truth.instant(), end));
            truth.advance(step.isPositive() ? step : Duration.ofMillis(1));
        }
    }

    /** Until nothing is due. */
    Instant settle() {
        Instant next = refresher.step();
        for (int steps = 0; !next.isAfter(corrected.instant()); steps++) {
            if (steps > 50) {
                throw new AssertionError("the refresher goes round and round");
            }
            next = refresher.step();
        }
        return next;
    }

    /** As an SDK does: the token from its file, one request, and a look at the expiry. */
    void ask() throws IOException {
        asked++;
        String answer = get(Files.readString(volume.resolve("token")));
        if (!answer.startsWith("HTTP/1.1 200")) {
            errors++;
            lastError = answer;
        } else if (!expiration(answer).isAfter(truth.instant())) {
            lies++;
            lastError = answer;
        }
    }

    Optional<String> notStartedBecause() {
        return Optional.ofNullable(endpoints.served().notStartedBecause());
    }

    /** When what is served now expires. */
    Instant expiration() throws IOException {
        return expiration(get(Files.readString(volume.resolve("token"))));
    }

    String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    Duration clockOffset() {
        return corrected.offset();
    }

    void fault(String json) throws Exception {
        admin("PUT", "/_emulator/faults", json);
    }

    void noFaults() throws Exception {
        admin("DELETE", "/_emulator/faults", "");
    }

    int sessions() {
        return emulator.sessions().all().size();
    }

    private void admin(String method, String path, String json) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(emulator.endpoint() + path))
                            .method(method, HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(response.body());
            }
        }
    }

    private String issue(String request) {
        if (!request.contains("Authorization: Bearer " + validToken + "\r\n")) {
            return FakeServer.response(401, "{\"reason\":\"TokenInvalid\",\"message\":\"the token has expired\"}");
        }
        if (issuerAnswer.isPresent()) {
            return issuerAnswer.get();
        }
        if (request.startsWith("POST /v1/outcomes")) {
            return FakeServer.response(204, "");
        }
        Instant now = truth.instant();
        Validity validity = leafLife.isNegative()
                ? new Validity(now.minus(Duration.ofHours(2)), now.plus(leafLife))
                : Validity.starting(now, leafLife);
        byte[] leaf = encoded(validity);
        JsonWriter role = new JsonWriter()
                .member("name", "orders-reader")
                .member("profile", "orders-reader")
                .member("default", true)
                .member("roleARN", ROLE)
                .member("profileARN", ROLES_ANYWHERE + "profile/" + PROFILE)
                .member("trustAnchorARN", ROLES_ANYWHERE + "trust-anchor/" + ANCHOR)
                .member("region", "us-east-1")
                .member("sessionDurationSeconds", SESSION.toSeconds())
                .member("certificate", Base64.getEncoder().encodeToString(leaf))
                .member("notAfter", validity.notAfter().toString())
                .member("waitSeconds", 0)
                .member(
                        "aws",
                        new JsonWriter().member("endpoint", emulator.endpoint().toString()));
        return FakeServer.response(
                200,
                new JsonWriter()
                        .member("issuerBundle", tls.pem())
                        .members("roles", List.of(role))
                        .members("refused", List.of())
                        .toString());
    }

    private byte[] encoded(Validity validity) {
        try {
            return authority
                    .issue(new LeafTemplate(
                            new WorkloadIdentity("example.org", "shop", "orders"),
                            "orders-reader",
                            new CertificateRequest.Proven(keys.getPublic(), new byte[0]),
                            validity))
                    .getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private String get(String authorization) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET /v1/credentials HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + authorization
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Instant expiration(String answer) {
        String marker = "\"Expiration\":\"";
        int at = answer.indexOf(marker);
        return Instant.parse(answer.substring(at + marker.length(), answer.indexOf('"', at + marker.length())));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String configuration(String pem) {
        return """
            {"trustAnchors": [{"id": "%s", "name": "prod", "certificates": "%s"}],
             "profiles": [{"id": "%s", "name": "apps", "durationSeconds": 21600, "roleArns": ["%s"]}],
             "roles": [{"name": "orders-reader", "maxSessionDuration": 43200, "trustPolicy":
               {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                "Principal": {"Service": "rolesanywhere.amazonaws.com"},
                "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                "Condition": {"StringEquals": {"aws:PrincipalTag/x509Subject/OU": "orders-reader"}}}]}}]}""".formatted(ANCHOR, pem.replace("\n", "\\n"), PROFILE, ROLE);
    }

    @Override
    public void close() throws IOException {
        endpoints.close();
        issuer.close();
        emulator.close();
    }

    /** The node's clock, which may be off. */
    private final class NodeClock extends Clock {
        @Override
        public Instant instant() {
            return truth.instant().plus(nodeError);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
