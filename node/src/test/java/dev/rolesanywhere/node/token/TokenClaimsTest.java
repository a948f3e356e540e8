package dev.rolesanywhere.node.token;

import static dev.rolesanywhere.node.TestApiServer.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.node.TestApiServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The unverified claims of a token. */
class TokenClaimsTest {
    private static final String HEADER = base64("{\"alg\":\"RS256\",\"kid\":\"key-1\"}");
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String CLAIMS =
            base64(TestApiServer.claims("orders-1", "worker-1", "audience", NOW, Duration.ofMinutes(10))
                    .toString());

    @Test
    void each_claim_is_read() throws Exception {
        TokenClaims claims = TokenClaims.read(HEADER + "." + CLAIMS + "." + base64("signature"));

        assertThat(claims.algorithm()).isEqualTo("RS256");
        assertThat(claims.keyId()).isEqualTo("key-1");
        assertThat(claims.issuer()).isEqualTo(TestApiServer.ISSUER);
        assertThat(claims.audiences()).containsExactly("audience");
        assertThat(claims.issuedAt()).isEqualTo(NOW);
        assertThat(claims.expiry()).isEqualTo(NOW.plusSeconds(600));
        assertThat(claims.pod()).isEqualTo(new PodIdentity("shop", "orders-1", "uid-of-orders-1", "orders"));
        assertThat(claims.node()).isEqualTo("worker-1");
        assertThat(claims).hasToString("TokenClaims[" + claims.pod() + "]");
    }

    @Test
    void the_signature_is_of_header_and_claims_as_they_were_sent() throws Exception {
        TokenClaims claims = TokenClaims.read(HEADER + "." + CLAIMS + "." + base64("signature"));

        assertThat(claims.signed()).asString(StandardCharsets.US_ASCII).isEqualTo(HEADER + "." + CLAIMS);
        assertThat(claims.signature()).asString(StandardCharsets.US_ASCII).isEqualTo("signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", ".", "a.b", "a.b.c.d", "..", "...", ".a.b", "§.a.b"})
    void a_text_without_three_base64url_parts_is_rejected(String token) {
        assertThatThrownBy(() -> TokenClaims.read(token)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void a_token_has_exactly_three_parts() {
        for (String token : List.of(
                HEADER, HEADER + "." + CLAIMS, HEADER + "." + CLAIMS + ".x.", "." + HEADER + "." + CLAIMS + ".x")) {
            assertThatThrownBy(() -> TokenClaims.read(token)).hasMessage("it does not have three parts");
        }
    }

    @Test
    void an_empty_part_is_a_part_and_no_JSON() {
        for (String token : List.of("." + CLAIMS + ".x", HEADER + "..x", "..")) {
            assertThatThrownBy(() -> TokenClaims.read(token))
                    .isInstanceOf(MalformedJsonException.class)
                    .hasMessageNotContaining("three parts");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 253402300799L})
    void a_time_is_of_the_years_1970_to_9999(long seconds) throws Exception {
        assertThat(TokenClaims.read(timed(seconds)).expiry()).isEqualTo(Instant.ofEpochSecond(seconds));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 253402300800L})
    void another_time_is_rejected(long seconds) {
        assertThatThrownBy(() -> TokenClaims.read(timed(seconds)))
                .hasMessage("a time is outside the years 1970 to 9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "0", "9", "orders-1", "a.b", "a-", "0f6e5b2c-8f0e-4c5e-9d0e-3c1f6c2a7d11"})
    void a_name_or_UID_of_Kubernetes_is_one(String name) {
        assertThat(TokenClaims.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-a", ".a", "..", "A", "aB", "a/b", "a:b", "a`b", "a{b", "a_b", "a b", "a\n", "\u00e9", "a,b"
            })
    void what_is_no_name_of_Kubernetes_is_none(String name) {
        assertThat(TokenClaims.isName(name)).isFalse();
    }

    @Test
    void a_name_has_at_most_253_characters() {
        assertThat(TokenClaims.isName("a".repeat(253))).isTrue();
        assertThat(TokenClaims.isName("a".repeat(254))).isFalse();
    }

    @Test
    void a_token_without_kubernetes_claims_names_neither_pod_nor_node() throws Exception {
        TokenClaims claims = TokenClaims.read(timed(1));

        assertThat(claims.pod()).isNull();
        assertThat(claims.node()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Shop, orders-1, uid-1, orders, worker-1",
        "shop, ORDERS,   uid-1, orders, worker-1",
        "shop, orders-1, ../..,  orders, worker-1",
        "shop, orders-1, uid-1, a/b,    worker-1",
        ",     orders-1, uid-1, orders, worker-1",
        "shop, ,         uid-1, orders, worker-1",
        "shop, orders-1, ,      orders, worker-1",
        "shop, orders-1, uid-1, ,       worker-1",
    })
    void a_pod_with_an_invalid_name_is_rejected(String namespace, String pod, String uid, String account, String node)
            throws Exception {
        TokenClaims claims = TokenClaims.read(bound(namespace, pod, uid, account, node));

        assertThat(claims.pod()).isNull();
        assertThat(claims.node()).isEqualTo("worker-1");
    }

    @Test
    void a_node_with_an_invalid_name_is_rejected() throws Exception {
        assertThat(TokenClaims.read(bound("shop", "orders-1", "uid-1", "orders", "a/b"))
                        .node())
                .isNull();
    }

    private static String bound(String namespace, String pod, String uid, String account, String node) {
        return token(times(1).member(
                        "kubernetes.io",
                        new JsonWriter()
                                .member("namespace", namespace)
                                .member("node", new JsonWriter().member("name", node))
                                .member(
                                        "pod",
                                        new JsonWriter().member("name", pod).member("uid", uid))
                                .member("serviceaccount", new JsonWriter().member("name", account))));
    }

    private static String timed(long expiry) {
        return token(times(expiry));
    }

    private static JsonWriter times(long expiry) {
        return new JsonWriter()
                .strings("aud", List.of("audience"))
                .member("exp", expiry)
                .member("iat", 1L)
                .member("iss", "issuer");
    }

    private static String token(JsonWriter claims) {
        return HEADER + "." + base64(claims.toString()) + ".";
    }
}
