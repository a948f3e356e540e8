package dev.rolesanywhere.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.emulator.session.Session;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import dev.rolesanywhere.sidecar.fault.EmulatedAws.TargetSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The guarantees of the sidecar, tested for a pod that the agent serves. {@link AgentTest} tests the behavior during
 * outages and all functions that only the agent has.
 */
class SidecarPromisesTest {
    private static final String DENIES = "{\"StringEquals\": {\"aws:PrincipalTag/x509Subject/OU\": \"another\"}}";

    private static TestTls tls;

    @TempDir
    Path directory;

    private VirtualAgent agent;

    @BeforeAll
    static void tls(@TempDir Path shared) throws Exception {
        tls = TestTls.make(shared);
    }

    @BeforeEach
    void start() throws Exception {
        agent = new VirtualAgent(directory, tls).start(100);
        agent.settle();
    }

    @AfterEach
    void close() throws Exception {
        agent.close();
    }

    @Test
    void a_pod_calls_aws_in_its_time_slot_and_gets_the_wait_until_its_next_request() throws Exception {
        agent.operator.slot = Duration.ofSeconds(40);

        assertThat(agent.ask(token())).startsWith("HTTP/1.1 503").contains("Retry-After: ");
        agent.pass(Duration.ofSeconds(30));
        assertThat(agent.aws.sessions()).isZero();

        agent.pass(Duration.ofSeconds(15));
        assertThat(agent.ask(token())).startsWith("HTTP/1.1 200");
        assertThat(agent.aws.sessions()).isOne();
    }

    /** A client that requests credentials each minute makes neither operator nor AWS get a call each minute. */
    @ParameterizedTest
    @CsvSource({"operator", "aws"})
    void calls_that_fail_come_at_growing_intervals_and_recover(String failing) throws Exception {
        if (failing.equals("operator")) {
            agent.operator.answer = Optional.of(FakeServer.response(500, ""));
        } else {
            agent.aws.fault("{\"kind\": \"throttle\", \"perSecond\": 0}");
        }
        for (int minute = 0; minute < 20; minute++) {
            assertThat(agent.ask(token())).startsWith("HTTP/1.1 503");
            agent.pass(Duration.ofMinutes(1));
        }
        assertThat(requestsTo("/v1/certificates")).hasSizeBetween(3, 19);

        agent.operator.answer = Optional.empty();
        agent.aws.noFaults();
        for (int minute = 0; minute < 10; minute++) {
            agent.ask(token());
            agent.pass(Duration.ofMinutes(1));
        }
        assertThat(agent.ask(token())).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_refusal_of_AWS_is_decoded_for_the_client_the_log_and_the_operator() throws Exception {
        agent.aws.trust(agent.operator.caBundle(), DENIES);

        assertThat(agent.ask(token())).startsWith("HTTP/1.1 503").contains("RoleTrustPolicyDenies");
        agent.pass(Duration.ofSeconds(10));

        assertThat(agent.log()).contains("\"reason\":\"RoleTrustPolicyDenies\"", "shop/orders-1");
        assertThat(requestsTo("/v1/outcomes")).anySatisfy(report -> {
            assertThat(report).contains("\"reason\":\"RoleTrustPolicyDenies\"");
            assertThat(claims(report)).contains("\"orders-1\"");
        });
    }

    @Test
    void sessions_are_of_the_pods_serviceaccount_and_each_pod_has_its_own_certificate() throws Exception {
        agent.ask(token());
        agent.ask(agent.server.token("orders-2", agent.truth.instant()));

        assertThat(agent.aws.emulator().sessions().all())
                .extracting(Session::sourceIdentity)
                .containsExactly("CN=orders@shop", "CN=orders@shop");
        assertThat(agent.aws.emulator().sessions().all())
                .extracting(Session::leafSerial)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_change_of_the_role_counts_from_the_next_renewal() throws Exception {
        agent.ask(token());
        agent.aws.target(new TargetSettings("prod-1/orders", null, Map.of("team", "orders")));
        for (int i = 0; i < 5; i++) {
            agent.ask(token());
            agent.pass(Duration.ofMinutes(15));
        }

        assertThat(keys("reports-writer")).anyMatch(agent.ask(token())::contains);
        assertThat(agent.log()).contains("credentials of target role ");
    }

    /** The first session is in no answer and in no file. */
    @Test
    void of_a_target_role_pods_and_files_get_the_target_roles_session_only() throws Exception {
        agent.aws.target(new TargetSettings("prod-1/orders", null, Map.of("team", "orders")));

        String answer = agent.ask(token());

        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"AccountId\":\"444455556666\"");
        assertThat(keys("reports-writer")).anyMatch(answer::contains);
        assertThat(keys("orders-reader")).isNotEmpty().noneMatch(answer::contains);
        String file = Files.readString(agent.state.resolve("pods/uid-of-orders-1.json"));
        assertThat(keys("orders-reader")).noneMatch(file::contains);
    }

    private List<String> keys(String role) {
        return agent.aws.sessionsOf(role).stream()
                .map(session -> session.keys().accessKeyId())
                .toList();
    }

    private List<String> requestsTo(String path) {
        return agent.operator.requests().stream()
                .filter(request -> request.startsWith("POST " + path))
                .toList();
    }

    private static String claims(String request) {
        return Stream.of(request.substring(request.indexOf("Authorization: Bearer ") + 22)
                        .split("\\."))
                .skip(1)
                .map(part -> new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private String token() {
        return agent.server.token("orders-1", agent.truth.instant());
    }
}
