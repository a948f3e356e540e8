package dev.rolesanywhere.node.token;

import static dev.rolesanywhere.node.TestApiServer.LIFE;
import static dev.rolesanywhere.node.TestApiServer.NODE;
import static dev.rolesanywhere.node.TestApiServer.base64;
import static dev.rolesanywhere.node.TestApiServer.claims;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.node.TestApiServer;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenVerifierTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final TestApiServer SERVER = new TestApiServer();
    private static final TokenVerifier VERIFIER = new TokenVerifier(NODE);

    @Test
    void a_pod_of_this_node_is_known_by_its_token() {
        assertThat(verify(SERVER.token("orders-1", NOW)))
                .isEqualTo(new Verification.Verified(
                        new PodIdentity("shop", "orders-1", "uid-of-orders-1", "orders"), NOW, NOW.plus(LIFE)));
    }

    @Test
    void an_API_server_may_sign_with_an_elliptic_curve() {
        TestApiServer server = new TestApiServer();
        server.rotateToCurve("curve");

        assertThat(VERIFIER.verify(server.token("orders-1", NOW), server.verifyingKeys(), NOW))
                .isInstanceOf(Verification.Verified.class);
    }

    @Test
    void a_key_that_is_not_known_yet_is_distinguished_from_a_forgery() {
        TestApiServer server = new TestApiServer();
        VerifyingKeys before = server.verifyingKeys();
        server.rotate("key-2");

        assertThat(VERIFIER.verify(server.token("orders-1", NOW), before, NOW))
                .isEqualTo(new Verification.UnknownKey());
        assertThat(VERIFIER.verify(server.token("orders-1", NOW), server.verifyingKeys(), NOW))
                .isInstanceOf(Verification.Verified.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rejected")
    void is_rejected_with_its_own_reason(String what, String token, String code, String words) {
        assertThat(verify(token)).isInstanceOfSatisfying(Verification.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(code);
            assertThat(rejected.message()).contains(words);
        });
    }

    static Stream<Arguments> rejected() {
        JsonWriter good = claims("orders-1", NODE, NodeAgent.AUDIENCE, NOW, LIFE);
        String token = SERVER.signed(good);
        String[] parts = token.split("\\.");
        KeyPair stranger = TestApiServer.rsa();
        return Stream.of(
                arguments("no token", "abc", TokenVerifier.FORGED, "not a ServiceAccount token"),
                arguments("four parts", token + ".x", TokenVerifier.FORGED, "not a ServiceAccount token"),
                arguments(
                        "no JSON",
                        base64("x") + "." + base64("x") + ".x",
                        TokenVerifier.FORGED,
                        "not a ServiceAccount"),
                arguments("not base64", "§.§.§", TokenVerifier.FORGED, "not a ServiceAccount token"),
                arguments(
                        "signed by another key of the same id",
                        TestApiServer.signed("RS256", "key-1", good, stranger),
                        TokenVerifier.FORGED,
                        "is not signed by the API server"),
                arguments(
                        "without a signature",
                        parts[0] + "." + parts[1] + ".",
                        TokenVerifier.FORGED,
                        "is not signed by the API server"),
                arguments(
                        "algorithm none",
                        base64("{\"alg\":\"none\",\"kid\":\"key-1\"}") + "." + parts[1] + ".",
                        TokenVerifier.FORGED,
                        "is not signed by the API server"),
                arguments(
                        "the public key as a secret",
                        base64("{\"alg\":\"HS256\",\"kid\":\"key-1\"}") + "." + parts[1] + "." + parts[2],
                        TokenVerifier.FORGED,
                        "is not signed by the API server"),
                arguments(
                        "an algorithm of another kind of key",
                        base64("{\"alg\":\"ES256\",\"kid\":\"key-1\"}") + "." + parts[1] + "." + parts[2],
                        TokenVerifier.FORGED,
                        "is not signed by the API server"),
                arguments(
                        "other claims under a good signature",
                        parts[0] + "."
                                + base64(claims("other-pod", NODE, NodeAgent.AUDIENCE, NOW, LIFE)
                                        .toString())
                                + "." + parts[2],
                        TokenVerifier.FORGED,
                        "is not signed by the API server"),
                arguments(
                        "another issuer",
                        SERVER.signed(otherIssuer()),
                        TokenVerifier.FORGED,
                        "is not signed by the API server"),
                arguments(
                        "the sidecar's audience",
                        SERVER.signed(claims("orders-1", NODE, "rolesanywhere.dev", NOW, LIFE)),
                        TokenVerifier.WRONG_AUDIENCE,
                        "not for audience rolesanywhere.dev/node"),
                arguments(
                        "another node's",
                        SERVER.token("orders-1", "worker-2", NOW),
                        TokenVerifier.OTHER_NODE,
                        "node worker-2, but this agent serves node worker-1"),
                arguments(
                        "no node",
                        SERVER.signed(unbound().member("kubernetes.io", kubernetes("uid-1"))),
                        TokenVerifier.OTHER_NODE,
                        "Kubernetes 1.30"),
                arguments("bound to no pod", SERVER.signed(unbound()), TokenVerifier.NOT_BOUND, "not bound to a pod"),
                arguments(
                        "a UID that is a path",
                        SERVER.signed(unbound().member("kubernetes.io", kubernetes("../../etc/passwd"))),
                        TokenVerifier.NOT_BOUND,
                        "not bound to a pod"),
                arguments(
                        "expired",
                        SERVER.token("orders-1", NOW.minus(LIFE)),
                        TokenVerifier.EXPIRED,
                        "expired at 2026-06-01T12:00:00Z"),
                arguments(
                        "of a clock far ahead",
                        SERVER.token("orders-1", NOW.plus(Duration.ofMinutes(2))),
                        TokenVerifier.FORGED,
                        "correct the node's clock"));
    }

    @Test
    void a_rejection_names_the_file_of_the_correct_token() {
        assertThat(verify("abc"))
                .isEqualTo(new Verification.Rejected(
                        TokenVerifier.FORGED,
                        "the token is not a ServiceAccount token of a pod; send the token of"
                                + " /var/run/rolesanywhere.dev/node/token"));
    }

    @Test
    void the_API_servers_clock_may_be_a_minute_ahead() {
        assertThat(verify(SERVER.token("orders-1", NOW.plusSeconds(60)))).isInstanceOf(Verification.Verified.class);
        assertThat(verify(SERVER.token("orders-1", NOW.plusSeconds(61)))).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void a_token_is_good_up_to_its_last_second() {
        assertThat(verify(SERVER.token("orders-1", NOW.minus(LIFE).plusSeconds(1))))
                .isInstanceOf(Verification.Verified.class);
    }

    @Test
    void without_keys_no_token_is_valid() {
        assertThat(VERIFIER.verify(SERVER.token("orders-1", NOW), new VerifyingKeys("", Map.of()), NOW))
                .isEqualTo(new Verification.UnknownKey());
    }

    private static JsonWriter otherIssuer() {
        return unbound("https://issuer.example.org").member("kubernetes.io", kubernetesOfNode());
    }

    private static JsonWriter unbound() {
        return unbound(TestApiServer.ISSUER);
    }

    private static JsonWriter unbound(String issuer) {
        return new JsonWriter()
                .strings("aud", List.of(NodeAgent.AUDIENCE))
                .member("exp", NOW.plus(LIFE).getEpochSecond())
                .member("iat", NOW.getEpochSecond())
                .member("iss", issuer);
    }

    private static JsonWriter kubernetesOfNode() {
        return kubernetes("uid-1").member("node", new JsonWriter().member("name", NODE));
    }

    private static JsonWriter kubernetes(String uid) {
        return new JsonWriter()
                .member("namespace", "shop")
                .member("pod", new JsonWriter().member("name", "orders-1").member("uid", uid))
                .member("serviceaccount", new JsonWriter().member("name", "orders"));
    }

    private static Verification verify(String token) {
        return VERIFIER.verify(token, SERVER.verifyingKeys(), NOW);
    }
}
