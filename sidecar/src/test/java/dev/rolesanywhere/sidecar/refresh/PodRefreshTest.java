package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.HOUR;
import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.external.TestIssuer;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuerConnection;
import dev.rolesanywhere.sidecar.issuing.PodToken;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls that start for one pod, and the effect of their ends. The test plays the operator and AWS. */
class PodRefreshTest {
    private static final TestRole READER = named("reader").byDefault();
    private static final IssuedRole ITS_LEAF = READER.make();
    private static final TestRole STEPPING = READER.assuming("writer");
    private static final IssuedRole STEPPING_LEAF = STEPPING.make();
    private static final TargetRole TARGET = Objects.requireNonNull(STEPPING_LEAF.target());
    private static final Credentials FIRST = credentials("ASIA1", NOW.plus(Duration.ofHours(6)));

    @TempDir
    Path directory;

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final List<Call> calls = new ArrayList<>();
    private final Inbox inbox = new Inbox(this::begin);
    private boolean isThreadAvailable = true;
    private boolean isTokenFresh = true;
    private CredentialsVolume volume;
    private ServedPod served;
    private PodParts pod;
    private PodRefresh refresh;

    @BeforeEach
    void start() throws Exception {
        CorrectedClock clock = new CorrectedClock(new TestClock(NOW));
        volume = new CredentialsVolume(directory);
        volume.prepare();
        served = new ServedPod(new Served("", null, Map.of(), "starting"), new Metrics(clock));
        KeyPair keys = TestIssuer.ec();
        pod = new PodParts(
                keys.getPrivate(),
                new Requests(keys),
                new IssuerClient(
                        new IssuerConnection(URI.create("https://issuer.invalid"), "the bundle"), new TestToken()),
                new VolumeMirror(volume, new SecureRandom()),
                served,
                true,
                false);
        refresh = new PodRefresh(
                new ProcessParts(
                        clock,
                        new SecureRandom(),
                        new JsonLog(new PrintStream(logged, true, StandardCharsets.UTF_8), clock),
                        new SessionExchange(clock),
                        inbox),
                pod);
    }

    @Test
    void without_a_fresh_token_the_operator_is_not_called() throws Exception {
        refresh.restore(NOW);
        isTokenFresh = false;
        assertThat(started()).isEmpty();
        isTokenFresh = true;
        assertThat(started()).singleElement().isInstanceOf(Call.Certificates.class);
    }

    @Test
    void the_operator_gets_one_request_at_a_time() throws Exception {
        refresh.restore(NOW);
        started();
        assertThat(started()).isEmpty();
    }

    @Test
    void a_call_without_a_thread_ends_as_failed() throws Exception {
        refresh.restore(NOW);
        isThreadAvailable = false;
        assertThat(started()).isEmpty();
        assertThat(inbox.take()).isInstanceOfSatisfying(Event.Certificates.class, event -> assertThat(event.failure())
                .hasMessageContaining("no thread"));
    }

    @Test
    void a_report_that_failed_is_repeated() throws Exception {
        exchanged();
        Call.Report report = (Call.Report) started().getFirst();
        end(report.failed(new OutOfMemoryError("no thread")));
        assertThat(started(NOW.plusSeconds(1)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Call.Report.class, again -> assertThat(again.outcomes()).isEqualTo(report.outcomes()));
    }

    @Test
    void a_first_session_assumes_the_target_role() throws Exception {
        begun();
        assertThat(started()).singleElement().isInstanceOfSatisfying(Call.Assume.class, call -> {
            assertThat(call.first().accessKeyId()).isEqualTo("ASIA1");
            assertThat(call.role().name()).isEqualTo("reader");
            assertThat(call.target()).isEqualTo(TARGET);
        });
    }

    @Test
    void a_target_role_is_assumed_by_one_call_at_a_time() throws Exception {
        begun();
        started();
        assertThat(started()).isEmpty();
    }

    @Test
    void the_session_of_the_target_role_is_served_and_not_assumed_again_at_once() throws Exception {
        begun();
        started();
        end(new Event.Assumed(
                STEPPING_LEAF, TARGET, Duration.ZERO, session(credentials("ASIA2", NOW.plus(HOUR))), null));
        assertThat(Objects.requireNonNull(served.served().roles().get("reader")).credentials())
                .extracting(Credentials::accessKeyId)
                .isEqualTo("ASIA2");
        assertThat(started()).singleElement().isInstanceOf(Call.Report.class);
    }

    @Test
    void a_call_of_STS_that_failed_is_repeated() throws Exception {
        begun();
        started();
        end(new Event.Assumed(STEPPING_LEAF, TARGET, Duration.ZERO, null, new OutOfMemoryError("no thread")));
        assertThat(started(NOW.plusSeconds(1))).singleElement().isInstanceOf(Call.Assume.class);
    }

    @Test
    void credentials_of_the_process_before_this_one_are_served_before_any_call() throws Exception {
        volume.writeCredentials("shop", "reader", FIRST);
        refresh.restore(NOW);
        assertThat(served.served().profiles()).containsOnlyKeys("shop");
    }

    @Test
    void an_unreadable_file_of_the_process_before_this_one_is_logged() throws Exception {
        Files.writeString(directory.resolve("profiles/reader.json"), "{");
        refresh.restore(NOW);
        assertThat(log()).contains("FileIgnored", "reader.json in the volume is unreadable; the sidecar replaces it");
    }

    @Test
    void a_client_that_called_the_process_before_this_one_is_reported() throws Exception {
        volume.writeClients("Asked");
        exchanged();
        assertThat(reportedClients()).isEqualTo("Asked");
    }

    @Test
    void a_client_that_called_this_process_is_reported() throws Exception {
        served.asked();
        exchanged();
        assertThat(reportedClients()).isEqualTo("Asked");
    }

    @Test
    void without_a_call_of_a_client_the_first_report_has_none() throws Exception {
        exchanged();
        assertThat(reportedClients()).isNull();
    }

    @Test
    void a_default_role_that_differs_from_that_of_the_process_before_this_one_is_logged() throws Exception {
        volume.writeDefaultRole("reader");
        refresh.restore(NOW);
        started();
        end(new Event.Certificates(
                TestRole.issued(named("reader"), named("writer").byDefault()), null));
        assertThat(log()).contains("DefaultChanged", "before it was role reader");
    }

    @Test
    void a_clock_that_was_ahead_moves_the_next_work() throws Exception {
        refresh.restore(NOW);
        started();
        end(new Event.Certificates(TestRole.issued(READER), null));
        started();
        assertThat(refresh.next(NOW)).isEqualTo(NOW.plus(HOUR));
        refresh.setBack(Duration.ofMinutes(20));
        assertThat(refresh.next(NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(40)));
    }

    @Test
    void a_clock_that_was_ahead_moves_the_retry_of_a_volume_that_rejected_a_file() throws Exception {
        refresh.restore(NOW);
        started();
        new BlockedFile(directory.resolve("token")).block();
        end(new Event.Certificates(TestRole.issued(READER), null));
        started();
        refresh.checkWhatIsServed(NOW);
        Instant retry = refresh.next(NOW);
        assertThat(retry).isBefore(NOW.plus(Duration.ofMinutes(5)));
        refresh.setBack(Duration.ofSeconds(20));
        assertThat(refresh.next(NOW)).isEqualTo(retry.minusSeconds(20));
    }

    @Test
    void the_text_of_the_parts_shows_no_key() {
        assertThat(pod).hasToString("PodParts");
    }

    /** A first session for the target role has arrived. */
    private void begun() throws Exception {
        refresh.restore(NOW);
        started();
        end(new Event.Certificates(TestRole.issued(STEPPING), null));
        started();
        end(new Event.Exchanged(STEPPING_LEAF, Duration.ZERO, session(FIRST), null));
    }

    /** Credentials have arrived, and are to be reported. */
    private void exchanged() throws Exception {
        refresh.restore(NOW);
        started();
        end(new Event.Certificates(TestRole.issued(READER), null));
        started();
        end(new Event.Exchanged(ITS_LEAF, Duration.ZERO, session(FIRST), null));
    }

    private @Nullable String reportedClients() {
        List<Call> started = started();
        assertThat(started).singleElement().isInstanceOf(Call.Report.class);
        return ((Call.Report) started.getFirst()).clients();
    }

    private List<Call> started() {
        return started(NOW);
    }

    private List<Call> started(Instant now) {
        calls.clear();
        refresh.startDueCalls(now);
        return List.copyOf(calls);
    }

    private void begin(Runnable pending) {
        if (!isThreadAvailable) {
            throw new OutOfMemoryError("no thread");
        }
        calls.add(((Inbox.Pending) pending).call());
    }

    private void end(Event event) {
        refresh.ended(event);
        refresh.handle(event, false);
    }

    private String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    private static Session session(Credentials credentials) {
        return new Session(credentials, null, null, null, 201, "request-1", null);
    }

    private final class TestToken implements PodToken {
        @Override
        public void addTo(Map<String, String> headers) {
            throw new IllegalStateException("no call is made");
        }

        @Override
        public boolean isFresh(Instant now) {
            return isTokenFresh;
        }
    }
}
