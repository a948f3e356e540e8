package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.HOUR;
import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static dev.rolesanywhere.sidecar.refresh.TestRole.issued;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.external.TestIssuer;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuerConnection;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the refresher corrects the clock with AWS's time, and then its own times. The calls that the refresher starts
 * never end; the test puts answers into the inbox instead.
 */
class RefresherClockTest {
    private static final TestRole READER = named("reader").byDefault();

    @TempDir
    Path directory;

    private final TestClock node = new TestClock(NOW);
    private final CorrectedClock clock = new CorrectedClock(node);
    private final ServedPod served = new ServedPod(new Served("", null, Map.of(), "starting"), new Metrics(clock));
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final Inbox inbox = new Inbox(call -> {});
    private Path tokenFile;
    private Refresher refresher;

    @BeforeEach
    void start() throws Exception {
        tokenFile = directory.resolve("volume/token");
        KeyPair keys = TestIssuer.ec();
        JsonLog log = new JsonLog(new PrintStream(logged, true, StandardCharsets.UTF_8), clock);
        refresher = new Refresher(
                new ProcessParts(clock, new SecureRandom(), log, new SessionExchange(clock), inbox),
                new PodParts(
                        keys.getPrivate(),
                        new Requests(keys),
                        new IssuerClient(
                                new IssuerConnection(URI.create("https://issuer.invalid"), "the bundle"),
                                new ProjectedToken(directory.resolve("token"))),
                        new VolumeMirror(new CredentialsVolume(directory.resolve("volume")), new SecureRandom()),
                        served,
                        true,
                        true));
        refresher.restore();
    }

    /** By the node's clock the credentials have expired. */
    @Test
    void the_clock_is_corrected_before_the_credentials_of_the_same_answer_are_judged() {
        operatorIssues(READER);
        awsAnswers(READER, NOW.minusSeconds(600), HOUR.negated());
        assertThat(clock.instant()).isEqualTo(NOW.minus(HOUR));
        assertThat(served.served().notStartedBecause()).isNull();
    }

    @Test
    void a_correction_of_the_clock_is_logged() {
        operatorIssues(READER);
        awsAnswers(READER, NOW.plus(HOUR), HOUR.negated());
        assertThat(log()).contains("this node's clock is 3600 s ahead of AWS's");
    }

    @Test
    void an_answer_with_the_same_time_corrects_nothing() {
        operatorIssues(READER);
        awsAnswers(READER, NOW.plus(HOUR), Duration.ZERO);
        assertThat(clock.instant()).isEqualTo(NOW);
        assertThat(log()).doesNotContain("clock");
    }

    @Test
    void an_answer_without_a_time_corrects_nothing() {
        operatorIssues(READER);
        awsAnswers(READER, NOW.plus(HOUR), null);
        assertThat(clock.instant()).isEqualTo(NOW);
        assertThat(log()).doesNotContain("clock");
    }

    /** The due time is that of the volume's retry, which is due half a minute after the failure. */
    @Test
    void due_times_move_back_with_a_clock_that_was_ahead() throws Exception {
        new BlockedFile(tokenFile).block();
        operatorIssues(READER);
        new BlockedFile(tokenFile).unblock();
        awsAnswers(named("removed"), NOW, HOUR.negated());
        assertThat(tokenFile).doesNotExist();
        node.pass(Duration.ofSeconds(30));
        refresher.step();
        assertThat(tokenFile).isRegularFile();
    }

    @Test
    void due_times_stay_with_a_clock_that_was_behind_so_that_more_is_due() throws Exception {
        new BlockedFile(tokenFile).block();
        operatorIssues(READER);
        new BlockedFile(tokenFile).unblock();
        awsAnswers(named("removed"), NOW.plus(HOUR), HOUR);
        assertThat(tokenFile).isRegularFile();
    }

    private void operatorIssues(TestRole... roles) {
        answer(new Event.Certificates(issued(roles), null));
    }

    /** @param difference AWS's time minus the node's; null if the answer has no time */
    private void awsAnswers(TestRole role, Instant expiration, @Nullable Duration difference) {
        Session session = new Session(credentials("ASIA1", expiration), null, null, null, 201, "request-1", difference);
        answer(new Event.Exchanged(role.make(), Duration.ZERO, session, null));
    }

    private void answer(Event event) {
        inbox.expect(new Call() {
                    @Override
                    public Event make() {
                        return event;
                    }

                    @Override
                    public Event failed(Throwable cause) {
                        throw new AssertionError(cause);
                    }
                })
                .run();
        refresher.step();
    }

    private String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }
}
