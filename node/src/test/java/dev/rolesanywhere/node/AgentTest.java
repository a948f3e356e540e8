package dev.rolesanywhere.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.pki.request.CertificateRequestReader;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
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
    void the_first_request_of_a_pod_waits_for_one_exchange() throws Exception {
        String answer = agent.ask(token("orders-1"));

        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"AccountId\":\"111122223333\"");
        assertThat(expiration(answer)).isEqualTo(now().plus(Duration.ofMinutes(30)));
        assertThat(agent.aws.sessions()).isOne();
    }

    @Test
    void concurrent_requests_of_a_pod_share_one_exchange() throws Exception {
        String request = request("/v1/credentials", token("orders-1"));

        List<String> answers = agent.ask(Collections.nCopies(40, request));

        assertThat(answers).allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
        assertThat(agent.aws.sessions()).isOne();
    }

    @Test
    void each_pod_has_a_session_of_its_own() throws Exception {
        String one = agent.ask(token("orders-1"));
        String other = agent.ask(token("orders-2"));

        assertThat(JsonReader.readObject(body(one)).string("AccessKeyId"))
                .isNotEqualTo(JsonReader.readObject(body(other)).string("AccessKeyId"));
        assertThat(agent.aws.sessions()).isEqualTo(2);
    }

    @Test
    void profiles_are_served_by_name_and_a_spoofed_path_is_not_found() throws Exception {
        String token = token("orders-1");

        assertThat(agent.ask("/v1/credentials/orders-reader", token)).startsWith("HTTP/1.1 200");
        assertThat(agent.ask("/v1/credentials/role/orders-reader", token)).startsWith("HTTP/1.1 200");
        assertThat(agent.ask("/v1/credentials/other", token)).startsWith("HTTP/1.1 404");
        assertThat(agent.ask("/v1/credentials/../../state/pods", token)).startsWith("HTTP/1.1 404");
        assertThat(agent.ask("/v2", token)).startsWith("HTTP/1.1 404");
        assertThat(agent.ask("//v1/credentials", token)).startsWith("HTTP/1.1 404");
    }

    @Test
    void the_startup_path_answers_when_there_are_credentials_and_is_no_request_of_an_application() throws Exception {
        assertThat(agent.ask("/v1/started", token("orders-1")))
                .startsWith("HTTP/1.1 200")
                .endsWith("started\n");
        assertThat(onlyPod()).isFalse();

        agent.ask(token("orders-1"));

        assertThat(onlyPod()).isTrue();
    }

    private boolean onlyPod() {
        return agent.pods().all().iterator().next().served().wasAsked();
    }

    @Test
    void a_caller_without_proof_of_a_pod_of_this_node_gets_nothing_and_causes_no_call() throws Exception {
        int before = agent.operator.requests().size();

        assertThat(agent.ask("abc")).startsWith("HTTP/1.1 401").contains("TokenNotAuthenticated");
        assertThat(agent.ask("")).startsWith("HTTP/1.1 401").contains("TokenMissing");
        assertThat(agent.ask(agent.server.token("orders-1", "worker-2", now())))
                .startsWith("HTTP/1.1 401")
                .contains("TokenOfAnotherNode");
        assertThat(agent.ask(agent.server.token("orders-1", now().minus(Duration.ofMinutes(11)))))
                .startsWith("HTTP/1.1 401")
                .contains("TokenExpired");
        assertThat(agent.ask(new TestApiServer().token("orders-1", now())))
                .startsWith("HTTP/1.1 401")
                .contains("TokenNotAuthenticated");
        assertThat(agent.operator.requests()).hasSize(before);
        assertThat(agent.pods().all()).isEmpty();
    }

    @Test
    void a_new_key_of_the_API_server_is_fetched_when_a_token_names_it() throws Exception {
        agent.server.rotate("key-2");
        agent.pass(Duration.ofSeconds(20));

        assertThat(agent.ask(token("orders-1"))).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_pod_that_sends_requests_is_renewed_and_an_idle_one_is_not() throws Exception {
        agent.ask(token("idle-1"));
        for (int i = 0; i < 24; i++) {
            agent.ask(token("orders-1"));
            agent.pass(Duration.ofMinutes(15));
        }

        assertThat(sessionsOf("orders-1")).isGreaterThan(4);
        assertThat(sessionsOf("idle-1")).isOne();
        assertThat(agent.log()).doesNotContain("CredentialsExpired");
    }

    @Test
    void an_idle_pod_gets_the_rest_of_its_session_and_then_a_new_one() throws Exception {
        String first = agent.ask(token("orders-1"));
        agent.pass(Duration.ofHours(5));

        String rest = agent.ask(token("orders-1"));

        agent.settle();
        assertThat(key(rest)).isEqualTo(key(first));
        assertThat(key(agent.ask(token("orders-1")))).isNotEqualTo(key(first));
    }

    @Test
    void five_hours_without_AWS_pass_unnoticed() throws Exception {
        agent.ask(token("orders-1"));
        agent.aws.fault("{\"kind\": \"away\"}");

        for (int i = 0; i < 20; i++) {
            assertThat(agent.ask(token("orders-1"))).startsWith("HTTP/1.1 200");
            agent.pass(Duration.ofMinutes(15));
        }
    }

    @Test
    void a_restarted_agent_serves_stored_credentials_during_an_outage() throws Exception {
        String token = token("orders-1");
        String before = agent.ask(token);
        agent.away = true;
        agent.aws.fault("{\"kind\": \"away\"}");

        for (int i = 0; i < 6; i++) {
            agent.start(100);
            assertThat(key(agent.ask(token))).isEqualTo(key(before));
            agent.pass(Duration.ofMinutes(10));
        }
    }

    @Test
    void a_restarted_agent_keeps_the_pods_key() throws Exception {
        agent.ask(token("orders-1"));
        agent.start(100);
        agent.pass(Duration.ofHours(2));
        agent.ask(token("orders-1"));
        agent.settle();

        assertThat(requestsTo("/v1/certificates").map(AgentTest::publicKey)).hasSizeGreaterThan(1);
        assertThat(requestsTo("/v1/certificates").map(AgentTest::publicKey).distinct())
                .hasSize(1);
    }

    private static PublicKey publicKey(String request) {
        try {
            byte[] csr = Base64.getDecoder()
                    .decode(JsonReader.readObject(body(request)).requiredString("csr"));
            return ((CertificateRequest.Proven) CertificateRequestReader.read(csr)).publicKey();
        } catch (MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_state_is_for_the_agents_user_only() throws Exception {
        String answer = agent.ask(token("orders-1"));

        try (Stream<Path> files = Files.walk(agent.state.resolve("pods"))) {
            assertThat(files.filter(Files::isRegularFile)).singleElement().satisfies(file -> {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(Files.readString(file)).contains(key(answer)).doesNotContain(token("orders-1"));
            });
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agent.state.resolve("pods"))))
                .isEqualTo("rwx------");
        assertThat(agent.log()).doesNotContain(key(answer));
    }

    @Test
    void a_damaged_file_affects_only_its_own_pod() throws Exception {
        String one = agent.ask(token("orders-1"));
        agent.ask(token("orders-2"));
        Path damaged = agent.state.resolve("pods/uid-of-orders-2.json");
        Files.writeString(damaged, Files.readString(damaged).substring(20));

        agent.start(100);

        assertThat(agent.log()).contains("StateUnreadable").contains("uid-of-orders-2.json");
        assertThat(damaged).doesNotExist();
        assertThat(key(agent.ask(token("orders-1")))).isEqualTo(key(one));
        assertThat(agent.ask(token("orders-2"))).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_file_of_another_version_is_ignored() throws Exception {
        agent.ask(token("orders-1"));
        Path file = agent.state.resolve("pods/uid-of-orders-1.json");
        Files.writeString(file, Files.readString(file).replace("\"version\":1", "\"version\":2"));

        agent.start(100);

        assertThat(agent.log()).contains("it has version 2");
        assertThat(agent.pods().all()).isEmpty();
    }

    @Test
    void an_expired_token_is_rejected_if_renewal_was_possible() throws Exception {
        String token = token("orders-1");
        agent.ask(token);
        agent.pass(Duration.ofMinutes(11));

        assertThat(agent.ask(token)).startsWith("HTTP/1.1 401").contains("TokenExpired");
    }

    @Test
    void during_an_outage_the_newest_token_of_the_pod_is_valid_until_the_session_ends() throws Exception {
        String older = token("orders-1");
        agent.ask(older);
        agent.pass(Duration.ofMinutes(5));
        String newest = token("orders-1");
        agent.ask(newest);
        agent.away = true;
        agent.pass(Duration.ofMinutes(20));

        assertThat(agent.ask(newest)).startsWith("HTTP/1.1 200");
        assertThat(agent.ask(older)).startsWith("HTTP/1.1 401").contains("TokenExpired");
        assertThat(agent.ask(agent.server.token("never-seen", now().minus(Duration.ofMinutes(11)))))
                .startsWith("HTTP/1.1 401");

        agent.pass(Duration.ofHours(6));
        assertThat(agent.ask(newest)).startsWith("HTTP/1.1 503");
    }

    @Test
    void after_an_outage_kubelets_have_time_to_renew_tokens() throws Exception {
        String token = token("orders-1");
        agent.ask(token);
        agent.away = true;
        agent.pass(Duration.ofMinutes(12));
        agent.away = false;
        agent.pass(Duration.ofMinutes(2));

        assertThat(agent.ask(token)).startsWith("HTTP/1.1 200");

        agent.pass(Duration.ofMinutes(5));
        assertThat(agent.ask(token)).startsWith("HTTP/1.1 401");
    }

    @Test
    void a_rejected_pod_gets_the_reason_and_the_time_of_its_next_request() throws Exception {
        agent.operator.answer = Optional.of(FakeServer.response(
                200,
                "{\"roles\":[],\"refused\":[{\"role\":\"orders-reader\",\"default\":true,"
                        + "\"reason\":\"NamespaceNotAllowed\",\"message\":\"namespace shop is not allowed\"}]}"));

        assertThat(agent.ask(token("orders-1")))
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: ")
                .contains("NamespaceNotAllowed: namespace shop is not allowed");
    }

    @Test
    void a_pod_without_a_binding_gets_the_reason() throws Exception {
        agent.operator.answer = Optional.of(FakeServer.response(200, "{\"roles\":[],\"refused\":[]}"));

        assertThat(agent.ask(token("orders-1"))).startsWith("HTTP/1.1 503").contains("this pod has no default role");
    }

    @Test
    void a_pod_that_sends_requests_is_never_displaced() throws Exception {
        agent.start(2);
        agent.settle();
        agent.ask(token("orders-1"));
        agent.ask(token("orders-2"));

        assertThat(agent.ask(token("orders-3"))).startsWith("HTTP/1.1 503").contains("TooManyPods");

        agent.pass(Duration.ofMinutes(40));
        agent.ask(token("orders-2"));
        assertThat(agent.ask(token("orders-3"))).startsWith("HTTP/1.1 200");
        assertThat(agent.state.resolve("pods/uid-of-orders-1.json")).doesNotExist();
    }

    @Test
    void a_flood_of_forged_tokens_stops_no_pod_of_the_same_address() throws Exception {
        agent.ask(token("orders-1"));
        String forged = new TestApiServer().token("orders-2", now());
        List<String> answers = agent.ask(Collections.nCopies(200, request("/v1/credentials", forged)));

        assertThat(answers).anyMatch(answer -> answer.startsWith("HTTP/1.1 429"));
        assertThat(agent.ask(token("orders-1"))).startsWith("HTTP/1.1 200");
    }

    @Test
    void the_kubelet_and_Prometheus_have_their_own_listener() throws Exception {
        agent.ask(token("orders-1"));
        agent.ask("abc");

        assertThat(agent.health("/ready")).startsWith("HTTP/1.1 200");
        assertThat(agent.health("/metrics"))
                .contains("rolesanywhere_node_agent_ready 1\n")
                .contains("rolesanywhere_node_agent_pods{state=\"awake\"} 1\n")
                .contains("rolesanywhere_node_agent_requests_total{code=\"200\",reason=\"\"} 1\n")
                .contains("rolesanywhere_node_agent_requests_total{code=\"401\",reason=\"TokenNotAuthenticated\"} 1\n");
        assertThat(agent.health("/v1/credentials")).startsWith("HTTP/1.1 404");
    }

    private long sessionsOf(String pod) {
        return requestsTo("/v1/outcomes")
                .filter(request -> request.contains("\"Accepted\""))
                .filter(request -> claims(request).contains("\"" + pod + "\""))
                .count();
    }

    private Stream<String> requestsTo(String path) {
        return agent.operator.requests().stream().filter(request -> request.startsWith("POST " + path));
    }

    private static String claims(String request) {
        String token = request.substring(request.indexOf("Authorization: Bearer ") + 22);
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    private String token(String pod) {
        return agent.server.token(pod, now());
    }

    private Instant now() {
        return agent.truth.instant();
    }

    private static String request(String path, String token) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + token + "\r\n\r\n";
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static String key(String answer) throws Exception {
        assertThat(answer).startsWith("HTTP/1.1 200");
        return JsonReader.readObject(body(answer)).requiredString("AccessKeyId");
    }

    private static Instant expiration(String answer) throws Exception {
        return Instant.parse(JsonReader.readObject(body(answer)).requiredString("Expiration"));
    }
}
