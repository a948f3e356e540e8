package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.HOUR;
import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static dev.rolesanywhere.sidecar.refresh.TestRole.issued;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.client.endpoint.EndpointSettings;
import dev.rolesanywhere.client.session.AssumeRoleRequest;
import dev.rolesanywhere.client.session.AwsRefusal;
import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.client.session.StsClient;
import dev.rolesanywhere.client.transport.HttpTransport;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.client.transport.Trust;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The effect of each answer of AWS. */
class AwsAnswersTest {
    private static final TestRole READER = named("reader").byDefault();
    private static final IssuedRole ITS_LEAF = READER.make();
    private static final IssuedRole STEPPING = READER.assuming("writer").make();
    private static final Duration SIX_HOURS = Duration.ofHours(6);
    private static final Throwable WRONG = new IllegalArgumentException("'x' is not an endpoint");

    @TempDir
    Path directory;

    private AnsweredPod pod;

    @BeforeEach
    void start() throws Exception {
        pod = new AnsweredPod(directory);
    }

    @Test
    void credentials_are_served_and_written() {
        bound(READER);
        exchanged(session(SIX_HOURS), null);
        assertThat(servedKey()).isEqualTo("ASIA1");
        assertThat(directory.resolve("volume/profiles/reader.json")).content().contains("ASIA1");
        assertThat(pod.served.served().notStartedBecause()).isNull();
        assertThat(state().dueAt()).isEqualTo(NOW.plus(HOUR));
    }

    @Test
    void credentials_are_counted_logged_and_reported() {
        bound(READER);
        exchanged(session(SIX_HOURS), null);
        assertThat(pod.metrics())
                .contains("refreshes_total{result=\"Accepted\"} 1\n")
                .contains("credentials_obtained_timestamp_seconds{profile=\"reader\"} " + NOW.getEpochSecond());
        assertThat(pod.log())
                .singleElement()
                .asString()
                .contains("\"level\":\"INFO\"", "credentials until", "\"role\":\"reader\"");
        assertThat(reported()).containsExactly("Accepted");
    }

    /** A quarter later: chance would take up to a fifth off. */
    @Test
    void the_next_call_is_as_late_as_the_quota_requires() {
        bound(READER);
        pod.state.leaves().setSlot(READER.renewedAfter(HOUR.multipliedBy(2)).make(), NOW);
        exchanged(session(SIX_HOURS), null);
        assertThat(state().dueAt()).isEqualTo(NOW.plus(Duration.ofMinutes(150)));
    }

    @Test
    void a_refusal_is_served_as_the_problem_logged_once_and_reported() {
        bound(READER);
        exchanged(null, WRONG);
        exchanged(null, WRONG);
        assertThat(pod.served.served().notStartedBecause())
                .isEqualTo("NotAsked: 'x' is not an endpoint. " + AwsRefusal.NOT_ASKED.explanation());
        assertThat(state().failures()).isEqualTo(2);
        assertThat(pod.log())
                .singleElement()
                .asString()
                .contains("\"message\":\"'x' is not an endpoint\"", "\"action\":\"");
        assertThat(reported()).containsExactly("NotAsked");
        assertThat(pod.metrics()).contains("refreshes_total{result=\"NotAsked\"} 2\n");
    }

    @Test
    void a_refusal_after_a_success_is_logged_again() {
        bound(READER);
        exchanged(null, WRONG);
        exchanged(session(SIX_HOURS), null);
        exchanged(null, WRONG);
        assertThat(pod.log()).hasSize(3);
    }

    @Test
    void an_answer_for_a_role_that_was_removed_during_the_call_is_reported_and_not_served() {
        exchanged(session(SIX_HOURS), null);
        assertThat(pod.state.roles().states()).isEmpty();
        assertThat(reported()).containsExactly("Accepted");
    }

    @Test
    void a_first_session_is_neither_served_nor_reported() {
        bound(READER.assuming("writer"));
        pod.aws.exchanged(new Event.Exchanged(STEPPING, Duration.ZERO, session(SIX_HOURS), null), false);
        assertThat(profile().credentials()).isNull();
        assertThat(state().isAssumeDue(NOW)).isTrue();
        assertThat(reported()).isEmpty();
        assertThat(pod.log())
                .singleElement()
                .asString()
                .contains(", to assume arn:aws:iam::444455556666:role/writer", "\"reason\":\"Accepted\"");
    }

    @Test
    void a_first_session_ends_the_problem_of_the_one_before() {
        bound(READER.assuming("writer"));
        pod.aws.exchanged(new Event.Exchanged(STEPPING, Duration.ZERO, null, WRONG), false);
        assertThat(profile().problem()).startsWith("NotAsked");
        assertThat(reported()).containsExactly("NotAsked");
        pod.aws.exchanged(new Event.Exchanged(STEPPING, Duration.ZERO, session(SIX_HOURS), null), false);
        assertThat(profile().problem()).isNull();
    }

    @Test
    void credentials_of_the_target_role_are_served_and_reported() {
        begun();
        assumed(session(HOUR), null);
        assertThat(servedKey()).isEqualTo("ASIA1");
        Outcome outcome = pod.state.reports().take().getFirst();
        assertThat(outcome.message()).startsWith("credentials of target role");
        assertThat(outcome.grantedSeconds()).isEqualTo(SIX_HOURS.toSeconds());
        assertThat(pod.metrics()).contains("refreshes_total{result=\"Accepted\"} 2\n");
    }

    @Test
    void a_refusal_of_sts_keeps_the_first_session() {
        begun();
        assumed(null, WRONG);
        assertThat(state().dueAt()).isEqualTo(NOW.plus(HOUR));
        assertThat(profile().problem())
                .isEqualTo("NotAsked: 'x' is not an endpoint. " + AwsRefusal.NOT_ASKED.explanation());
        assertThat(reported()).containsExactly("NotAsked");
    }

    @Test
    void a_first_session_that_sts_rejects_is_replaced() throws Exception {
        begun();
        assumed(null, expiredToken());
        assertThat(state().dueAt()).isEqualTo(NOW.plusMillis(500));
        assertThat(reported()).containsExactly(AwsRefusal.FIRST_SESSION_REJECTED.reason());
    }

    @Test
    void an_answer_of_sts_for_a_role_that_was_removed_during_the_call_is_dropped() {
        assumed(session(HOUR), null);
        bound(READER);
        assumed(session(HOUR), null);
        assertThat(profile().credentials()).isNull();
        assertThat(reported()).isEmpty();
        assertThat(pod.metrics()).contains("refreshes_total{result=\"Accepted\"} 0\n");
    }

    @Test
    void a_clock_that_is_behind_is_reported_in_place_of_the_refusal_for_it() {
        bound(READER);
        pod.clock.observe(Duration.ofSeconds(600));
        pod.aws.exchanged(new Event.Exchanged(ITS_LEAF, Duration.ZERO, session(Duration.ofSeconds(-1)), null), true);
        assertThat(pod.state.reports().take())
                .singleElement()
                .extracting(Outcome::reason, Outcome::message)
                .containsExactly(
                        "ClockSkew",
                        "this node's clock is 600 s behind AWS's; the sidecar corrects the difference in signatures and expirations");
        assertThat(pod.metrics()).endsWith("clock_offset_seconds 600");
    }

    @Test
    void a_clock_that_is_ahead_is_reported_with_the_session() {
        bound(READER);
        pod.clock.observe(Duration.ofSeconds(-600));
        pod.aws.exchanged(new Event.Exchanged(ITS_LEAF, Duration.ZERO, session(SIX_HOURS), null), true);
        assertThat(pod.log().getFirst())
                .contains("this node's clock is 600 s ahead of AWS's", "\"action\":\"The node's clock differs");
        assertThat(reported()).containsExactly("ClockSkew", "Accepted");
    }

    @Test
    void a_refusal_for_the_clock_that_corrected_nothing_is_reported() {
        bound(READER);
        exchanged(session(Duration.ofSeconds(-1)), null);
        assertThat(reported()).containsExactly("ClockSkew");
    }

    @Test
    void a_clock_that_agrees_again_is_logged_and_not_reported() {
        bound(READER);
        pod.aws.exchanged(new Event.Exchanged(ITS_LEAF, Duration.ZERO, session(SIX_HOURS), null), true);
        assertThat(pod.log().getFirst())
                .contains("\"reason\":\"ClockRight\"", "this node's clock agrees with AWS's again");
        assertThat(reported()).containsExactly("Accepted");
    }

    @Test
    void a_default_that_passes_to_a_role_with_its_first_credentials_is_logged() {
        TestRole writer = named("writer");
        bound(READER, writer);
        exchanged(session(SIX_HOURS), null);
        bound(named("reader"), writer.byDefault());
        pod.aws.exchanged(
                new Event.Exchanged(writer.byDefault().make(), Duration.ZERO, session(SIX_HOURS), null), false);
        assertThat(pod.log().getLast()).contains("\"reason\":\"DefaultChanged\"", "before it was role reader");
    }

    @Test
    void a_default_that_passes_to_a_role_with_its_first_credentials_of_a_target_role_is_logged() {
        TestRole stepping = named("stepping").assuming("writer");
        bound(READER, stepping);
        exchanged(session(SIX_HOURS), null);
        bound(named("reader"), stepping.byDefault());
        IssuedRole next = stepping.byDefault().make();
        pod.aws.exchanged(new Event.Exchanged(next, Duration.ZERO, session(SIX_HOURS), null), false);
        pod.aws.assumed(
                new Event.Assumed(next, Objects.requireNonNull(next.target()), Duration.ZERO, session(HOUR), null),
                false);
        assertThat(pod.log().getLast()).contains("\"reason\":\"DefaultChanged\"", "before it was role reader");
    }

    static Session session(Duration life) {
        return new Session(credentials("ASIA1", NOW.plus(life)), null, null, null, 201, "request-1", null);
    }

    /** STS's answer on a real socket. */
    private static CreateSessionException expiredToken() throws Exception {
        HttpServer sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            byte[] body =
                    "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>expired</Message></Error></ErrorResponse>"
                            .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        sts.start();
        try {
            StsClient client =
                    new StsClient(new HttpTransport(Trust.jdk(), null, Timeouts.DEFAULT), new TestClock(NOW));
            URI endpoint = URI.create("http://127.0.0.1:" + sts.getAddress().getPort());
            return catchThrowableOfType(
                    CreateSessionException.class,
                    () -> client.assumeRole(
                            new AssumeRoleRequest(
                                    "arn:aws:iam::444455556666:role/writer",
                                    "orders",
                                    3600,
                                    null,
                                    null,
                                    Map.of(),
                                    false),
                            credentials("ASIA1", NOW.plus(HOUR)),
                            new EndpointSettings("eu-west-1", false, false, endpoint)));
        } finally {
            sts.stop(0);
        }
    }

    private void bound(TestRole... roles) {
        pod.operator.certificates(new Event.Certificates(issued(roles), null));
    }

    /** With a first session. */
    private void begun() {
        bound(READER.assuming("writer"));
        pod.aws.exchanged(new Event.Exchanged(STEPPING, Duration.ZERO, session(SIX_HOURS), null), false);
    }

    private void exchanged(@Nullable Session session, @Nullable Throwable failure) {
        pod.aws.exchanged(new Event.Exchanged(ITS_LEAF, Duration.ZERO, session, failure), false);
    }

    private void assumed(@Nullable Session session, @Nullable Throwable failure) {
        pod.aws.assumed(
                new Event.Assumed(STEPPING, Objects.requireNonNull(STEPPING.target()), Duration.ZERO, session, failure),
                false);
    }

    private List<String> reported() {
        return pod.state.reports().take().stream().map(Outcome::reason).toList();
    }

    private RoleState state() {
        return pod.state.roles().state("reader");
    }

    private Served.Profile profile() {
        return Objects.requireNonNull(pod.served.served().profiles().get("reader"));
    }

    private String servedKey() {
        Credentials credentials = Objects.requireNonNull(profile().credentials());
        return credentials.accessKeyId();
    }
}
