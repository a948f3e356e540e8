package dev.rolesanywhere.sidecar.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults and their effect on an application, which sends a request every three minutes. The test counts its errors. */
class FaultsTest {
    /** Six-hour sessions are renewed hourly, so that five hours are always left. */
    private static final Duration OUTAGE = Duration.ofHours(5).minusMinutes(2);

    private static final List<String> TABLE = new CopyOnWriteArrayList<>();

    @TempDir
    static Path shared;

    private static TestTls tls;

    @TempDir
    Path directory;

    private VirtualPod pod;

    /** A change of the pod's environment, and its reversal. */
    private interface Change {
        void to(VirtualPod pod) throws Exception;
    }

    private enum Fault {
        AWS_AWAY("AWS closes every connection", aws("{\"kind\": \"away\"}")),
        AWS_500("AWS answers 500", aws("{\"kind\": \"fail\", \"status\": 500}")),
        AWS_503("AWS answers 503", aws("{\"kind\": \"fail\", \"status\": 503, \"code\": \"ServiceUnavailable\"}")),
        AWS_THROTTLES_400("AWS throttles with 400", aws("{\"kind\": \"throttle\", \"perSecond\": 0}")),
        AWS_THROTTLES_429(
                "AWS throttles with 429",
                aws("{\"kind\": \"fail\", \"status\": 429, \"code\": \"TooManyRequestsException\"}")),
        AWS_RESETS("AWS's answer ends in the middle of its body", aws("{\"kind\": \"reset\"}")),
        AWS_EMPTY("AWS answers 201 with an empty credentialSet", aws("{\"kind\": \"emptyCredentialSet\"}")),
        AWS_GARBAGE("AWS answers 201 with garbage", aws("{\"kind\": \"garbage\"}")),
        AWS_REFUSES(
                "the role's trust policy no longer lets the pod in",
                aws("{\"kind\": \"fail\", \"status\": 403, \"code\": \"AccessDeniedException\", \"message\":"
                        + " \"Unable to assume role for arn:x\"}")),
        AWS_SLOW("AWS answers after 30 s", VirtualPod::slowAws),
        LEAF_REVOKED("each leaf is in a CRL that AWS has", VirtualPod::revokeLeaves),
        LEAF_EXPIRED("the operator hands out expired leaves", pod -> pod.operator.leafLife = Duration.ofMinutes(-1)),
        OPERATOR_AWAY("the operator closes every connection", pod -> pod.operator.answer = Optional.of("")),
        OPERATOR_500("the operator answers 500", operator(FakeServer.response(500, ""))),
        OPERATOR_429("the operator answers 429", operator(FakeServer.response(429, ""))),
        OPERATOR_GARBAGE("the operator answers garbage", operator(FakeServer.response(200, "<html>"))),
        BINDING_DELETED(
                "the binding is deleted, and created again",
                operator(FakeServer.response(
                        403, "{\"reason\": \"RoleNotBound\", \"message\": \"create an AWSRoleBinding\"}"))),
        BOTH_AWAY("AWS and the operator are away", pod -> {
            pod.fault("{\"kind\": \"away\"}");
            pod.operator.answer = Optional.of("");
        }),
        TOKEN_NOT_ROTATED(
                "the pod's token expires, and the kubelet renews it late", pod -> pod.operator.validToken = "next"),
        TOKEN_UNREADABLE("the pod's token is gone", pod -> Files.deleteIfExists(pod.token)),
        VOLUME_FULL("the volume is full", FaultsTest::fill),
        VOLUME_BLOCKED("a directory is where the credentials are to be written", pod -> inTheWay(pod.volume, true)),
        NODE_20_MIN_AHEAD("the node's clock jumps 20 min ahead", pod -> pod.nodeError = Duration.ofMinutes(20)),
        NODE_20_MIN_BEHIND("the node's clock falls 20 min behind", pod -> pod.nodeError = Duration.ofMinutes(-20));

        private final String words;
        private final Change change;

        Fault(String words, Change change) {
            this.words = words;
            this.change = change;
        }

        private static Change aws(String fault) {
            return pod -> pod.fault(fault);
        }

        private static Change operator(String answer) {
            return pod -> pod.operator.answer = Optional.of(answer);
        }

        private static void heal(VirtualPod pod) throws Exception {
            pod.noFaults();
            pod.operator.answer = Optional.empty();
            pod.operator.leafLife = Duration.ofHours(1);
            pod.nodeError = Duration.ZERO;
            Files.writeString(pod.token, pod.operator.validToken);
            inTheWay(pod.volume, false);
            pod.freeDisk();
        }

        private static void inTheWay(Path volume, boolean there) throws IOException {
            Path beside = volume.resolve("profiles/.orders-reader.json.new");
            if (there) {
                Files.createDirectories(beside.resolve("child"));
            } else {
                Files.deleteIfExists(beside.resolve("child"));
                Files.deleteIfExists(beside);
            }
        }
    }

    private static void fill(VirtualPod pod) throws Exception {
        SmallDisk disk = SmallDisk.over(pod.volume).orElse(null);
        assumeTrue(disk != null, "Not run: a volume that can be full is a tmpfs, which only root may mount");
        pod.onDisk(disk);
        disk.fill();
    }

    @BeforeAll
    static void makeTls() throws Exception {
        tls = TestTls.make(shared);
    }

    @BeforeEach
    void start() throws Exception {
        pod = new VirtualPod(directory, tls);
        pod.start();
    }

    @AfterEach
    void stop() throws Exception {
        pod.close();
    }

    /** For docs/operations.md. */
    @AfterAll
    static void print() throws IOException {
        StringBuilder table = new StringBuilder(
                "| what | for | requests | errors | sessions meanwhile |\n| --- | --- | --- | --- | --- |\n");
        TABLE.stream().sorted().forEach(row -> table.append(row).append('\n'));
        Files.writeString(Path.of("target/what-was-tried.md"), table);
        System.out.print(table);
    }

    @ParameterizedTest
    @EnumSource
    void the_application_does_not_notice(Fault fault) throws Exception {
        pod.run(Duration.ofMinutes(30));
        int before = pod.sessions();
        fault.change.to(pod);
        pod.run(OUTAGE);
        int meanwhile = pod.sessions() - before;
        Fault.heal(pod);
        // Setting a clock back by 20 min delays the next renewal by as much, because the correction lasts until
        // AWS's next Date.
        pod.run(Duration.ofMinutes(90));
        int errors = pod.application.errors + pod.application.sdkErrors + pod.application.lies;
        TABLE.add("| " + fault.words + " | 4 h 58 min | " + pod.application.requests + " | " + errors + " | "
                + meanwhile + " |");
        assertThat(errors).as(pod.application.lastError).isZero();
        // The credentials recover by themselves and are at most as old as the renewal interval.
        assertThat(pod.expiration())
                .isAfter(pod.truth.instant().plus(VirtualPod.SESSION).minus(Duration.ofMinutes(61)));
    }

    @Test
    void after_the_last_valid_credentials_the_endpoint_reports_the_reason_and_never_serves_expired_credentials()
            throws Exception {
        pod.run(Duration.ofMinutes(30));
        pod.fault("{\"kind\": \"away\"}");
        Instant until = pod.expiration().minusSeconds(60);
        pod.run(Duration.between(pod.truth.instant(), until));
        assertThat(pod.application.errors).as(pod.application.lastError).isZero();
        pod.truth.pass(Duration.ofSeconds(1));
        pod.applicationAsksEvery = Duration.ofMinutes(30);
        // The SDK tries each of its requests five times, with pauses of the real clock.
        pod.application.asksBetweenTheSdks = 8;
        pod.run(Duration.ofHours(8));
        pod.applicationAsksEvery = Duration.ofMinutes(1);
        assertThat(pod.application.lies).isZero();
        assertThat(pod.application.lastError)
                .startsWith("HTTP/1.1 503")
                .contains("\"code\":\"CredentialsUnavailable\"", "\"message\":\"EndpointUnreachable: ");
        assertThat(pod.log()).containsOnlyOnce("\"reason\":\"CredentialsExpired\"");
        assertThat(pod.volume.resolve("profiles/orders-reader.json")).doesNotExist();
        pod.noFaults();
        int errors = pod.application.errors;
        pod.run(Duration.ofMinutes(10));
        assertThat(pod.application.errors - errors)
                .as("errors until it is back")
                .isLessThanOrEqualTo(7);
    }

    @Test
    void days_without_a_fault_have_no_error_and_a_session_an_hour() throws Exception {
        pod.applicationAsksEvery = Duration.ofMinutes(30);
        pod.run(Duration.ofDays(3));
        assertThat(pod.application.errors).isZero();
        assertThat(pod.sessions()).isBetween(3 * 24, 3 * 30 + 1);
    }

    @Test
    void the_beginning_and_the_end_of_a_problem_are_logged() throws Exception {
        pod.run(Duration.ofMinutes(30));
        pod.operator.answer = Optional.of(FakeServer.response(500, ""));
        pod.run(OUTAGE);
        pod.operator.answer = Optional.empty();
        pod.run(Duration.ofHours(1));
        assertThat(pod.log())
                .containsOnlyOnce("\"reason\":\"HTTP500\"")
                .containsOnlyOnce("\"reason\":\"IssuerReached\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"NODE_20_MIN_AHEAD", "NODE_20_MIN_BEHIND"})
    void a_clock_that_is_wrong_from_the_start_is_corrected_and_reported_once(Fault fault) throws Exception {
        fault.change.to(pod);
        pod.settle();
        pod.run(Duration.ofHours(12));
        assertThat(pod.clockOffset()).isCloseTo(pod.nodeError.negated(), Duration.ofSeconds(2));
        assertThat(pod.application.lies).isZero();
        assertThat(pod.log()).containsOnlyOnce("the sidecar corrects the difference in signatures and expirations");
        assertThat(String.join("", pod.operator.requests())).containsOnlyOnce("this node's clock is 1");
        Fault.heal(pod);
        pod.run(Duration.ofHours(2));
        assertThat(pod.clockOffset()).isZero();
        assertThat(pod.log()).contains("\"reason\":\"ClockRight\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"NODE_20_MIN_AHEAD", "NODE_20_MIN_BEHIND"})
    void a_wrong_clock_does_not_delay_the_start(Fault fault) throws Exception {
        fault.change.to(pod);
        pod.settle();
        pod.truth.pass(Duration.ofSeconds(2));
        pod.settle();
        assertThat(pod.notStartedBecause()).isEmpty();
        pod.run(Duration.ofHours(1));
        assertThat(pod.application.errors + pod.application.sdkErrors + pod.application.lies)
                .as(pod.application.lastError)
                .isZero();
    }

    @Test
    void the_leaf_renews_sessions_during_an_outage_of_the_operator() throws Exception {
        // Long enough for a renewal, which comes after 48 to 60 min, independent of the random part.
        pod.operator.leafLife = Duration.ofMinutes(90);
        pod.start();
        pod.run(Duration.ofMinutes(75));
        pod.operator.answer = Optional.of("");
        int before = pod.sessions();
        pod.run(Duration.ofHours(3));
        assertThat(pod.sessions() - before).isBetween(1, 2);
    }

    @Test
    void a_restart_during_an_outage_of_aws_and_operator_serves_immediately() throws Exception {
        pod.run(Duration.ofMinutes(30));
        Fault.BOTH_AWAY.change.to(pod);
        for (int restart = 0; restart < 5; restart++) {
            pod.start();
            assertThat(pod.notStartedBecause()).isEmpty();
            pod.ask();
            pod.run(Duration.ofMinutes(50));
        }
        assertThat(pod.application.errors).as(pod.application.lastError).isZero();
    }

    @Test
    void garbage_in_the_volume_is_ignored_and_overwritten() throws Exception {
        pod.run(Duration.ofMinutes(30));
        Files.writeString(pod.volume.resolve("profiles/orders-reader.json"), "{\"Version\":1,\"AccessKe");
        Files.writeString(pod.volume.resolve("token"), "half");
        Files.writeString(pod.volume.resolve("tokens/orders-reader"), "\u0000\n");
        Files.writeString(pod.volume.resolve("config"), "[default");
        Files.writeString(pod.volume.resolve("issuer-ca.pem"), "-----BEGIN");
        Files.writeString(pod.volume.resolve("profiles/.orders-reader.json.new"), "{");
        pod.start();
        pod.run(Duration.ofHours(2));
        assertThat(pod.application.errors).as(pod.application.lastError).isZero();
        assertThat(pod.log()).contains("orders-reader.json in the volume is unreadable");
        assertThat(pod.volume.resolve("profiles/.orders-reader.json.new")).doesNotExist();
    }
}
