package dev.rolesanywhere.sidecar.fault;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.endpoint.Endpoints;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.fake.TestTls;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuerConnection;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.refresh.Inbox;
import dev.rolesanywhere.sidecar.refresh.PodParts;
import dev.rolesanywhere.sidecar.refresh.ProcessParts;
import dev.rolesanywhere.sidecar.refresh.Refresher;
import dev.rolesanywhere.sidecar.refresh.SessionExchange;
import dev.rolesanywhere.sidecar.refresh.VolumeMirror;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pod with a virtual clock: the sidecar's refresher and its real endpoint, the real emulator, an operator that
 * signs real leaves over TLS, and an application that continuously requests credentials and counts its errors.
 */
final class VirtualPod implements AutoCloseable {
    static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    static final Duration SESSION = EmulatedAws.SESSION;
    private static final int FASTER = 300;
    private static final int ASKS_AGAIN_MILLIS = 20;

    final TestClock truth = new TestClock(START);
    final Path volume;
    final Path token;
    final SigningOperator operator;
    final Application application;
    Duration applicationAsksEvery = Duration.ofMinutes(3);
    /** The node's time minus the true time. */
    Duration nodeError = Duration.ZERO;

    private final TestTls tls;
    final EmulatedAws aws;
    private final KeyPair keys;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private Timeouts timeouts = Timeouts.DEFAULT;
    private @Nullable SmallDisk smallDisk;
    private CorrectedClock corrected;
    private ServedPod served;
    private Endpoints endpoints;
    private Refresher refresher;
    private int port;
    private Instant lastAsk = START.minus(Duration.ofDays(1));

    VirtualPod(Path directory, TestTls tls) throws Exception {
        this.tls = tls;
        volume = directory.resolve("volume");
        token = directory.resolve("token");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        aws = new EmulatedAws(truth);
        operator = new SigningOperator(tls, truth, aws::role);
        aws.trust(operator.caBundle());
        application = new Application(volume.resolve("token"), truth, key -> aws.emulator()
                .sessions()
                .byAccessKeyId(key)
                .orElseThrow()
                .expiresAt());
        Files.writeString(token, operator.validToken);
    }

    /** A new process on the same volume, as after a restart of the container. */
    void start() throws Exception {
        if (endpoints != null) {
            endpoints.close();
        }
        Clock node = new NodeClock();
        corrected = new CorrectedClock(node);
        served = new ServedPod(new Served("", null, Map.of(), "starting"), new Metrics(corrected));
        endpoints = new Endpoints(served, corrected);
        refresher = new Refresher(
                new ProcessParts(
                        corrected,
                        new SecureRandom(),
                        new JsonLog(new PrintStream(logged, true, StandardCharsets.UTF_8), node),
                        new SessionExchange(node, timeouts),
                        new Inbox(this::call)),
                new PodParts(
                        keys.getPrivate(),
                        new Requests(keys),
                        new IssuerClient(
                                new IssuerConnection(URI.create(operator.url()), tls.pem()), new ProjectedToken(token)),
                        new VolumeMirror(new CredentialsVolume(volume), new SecureRandom()),
                        served,
                        true,
                        false));
        refresher.restore();
        port = endpoints.listenForCredentials(0);
    }

    /** Advances the time while the application sends requests. */
    void run(Duration time) throws Exception {
        Instant end = truth.instant().plus(time);
        while (truth.instant().isBefore(end)) {
            Duration untilDue = Duration.between(corrected.instant(), settle());
            if (!truth.instant().isBefore(nextAsk())) {
                lastAsk = truth.instant();
                ask();
            }
            Duration untilAsk = Duration.between(truth.instant(), nextAsk());
            Duration step = shorter(shorter(untilDue, untilAsk), Duration.between(truth.instant(), end));
            truth.pass(step.isPositive() ? step : Duration.ofMillis(1));
        }
    }

    private Instant nextAsk() {
        return lastAsk.plus(applicationAsksEvery);
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

    void ask() throws IOException {
        application.ask(port);
    }

    /** The application continues while AWS answers slowly. */
    private void call(Runnable call) {
        if (timeouts.equals(Timeouts.DEFAULT)) {
            call.run();
            return;
        }
        Thread calling = Thread.ofVirtual().start(call);
        try {
            while (!calling.join(Duration.ofMillis(ASKS_AGAIN_MILLIS))) {
                ask();
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Optional<String> notStartedBecause() {
        return Optional.ofNullable(served.served().notStartedBecause());
    }

    /** When the served credentials expire. */
    Instant expiration() throws IOException {
        return application.expiration(port);
    }

    String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    Duration clockOffset() {
        return corrected.offset();
    }

    void fault(String json) throws Exception {
        aws.fault(json);
    }

    /** No fault of AWS's, and nothing revoked. */
    void noFaults() throws Exception {
        operator.witness = leaf -> {};
        aws.noFaults();
        if (!timeouts.equals(Timeouts.DEFAULT)) {
            timeouts = Timeouts.DEFAULT;
            start();
        }
    }

    /** From now on each leaf is in a CRL before its pod has it. */
    void revokeLeaves() {
        operator.witness = leaf -> aws.revoke(operator.revoking(leaf));
    }

    /**
     * AWS takes 30 s for an answer, and the sidecar has its limits, all divided by {@link #FASTER}. It is a new
     * process, because its limits differ.
     */
    void slowAws() throws Exception {
        fault("{\"kind\": \"slow\", \"milliseconds\": "
                + Duration.ofSeconds(30).dividedBy(FASTER).toMillis() + "}");
        timeouts = new Timeouts(
                Timeouts.DEFAULT.connect(),
                Timeouts.DEFAULT.read().dividedBy(FASTER),
                Timeouts.DEFAULT.total().dividedBy(FASTER));
        start();
    }

    int sessions() {
        return aws.sessions();
    }

    /** Moves the volume to this disk. */
    void onDisk(SmallDisk disk) {
        smallDisk = disk;
    }

    void freeDisk() throws IOException {
        if (smallDisk != null) {
            smallDisk.free();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() throws Exception {
        if (smallDisk != null) {
            smallDisk.close();
        }
        endpoints.close();
        operator.close();
        aws.close();
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
