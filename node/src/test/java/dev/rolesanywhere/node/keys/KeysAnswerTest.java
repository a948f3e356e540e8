package dev.rolesanywhere.node.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.node.TestApiServer;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server's keys as the operator passes them on, and as the agent keeps them. */
class KeysAnswerTest {
    private static final String KEY =
            Base64.getEncoder().encodeToString(TestApiServer.ec().getPublic().getEncoded());

    @Test
    void keys_of_both_kinds_are_read_with_issuer_and_bundle() throws Exception {
        TestApiServer server = new TestApiServer();
        server.rotateToCurve("curve");
        KeysAnswer answer = KeysAnswer.read(server.published("the bundle"));

        assertThat(answer.issuerBundle()).isEqualTo("the bundle");
        assertThat(answer.keys().issuer()).isEqualTo(TestApiServer.ISSUER);
        assertThat(answer.keys().keys()).isEqualTo(server.verifyingKeys().keys());
    }

    @Test
    void the_stored_text_is_read_again_unchanged() throws Exception {
        TestApiServer server = new TestApiServer();
        server.rotateToCurve("an-earlier-id");
        String kept = KeysAnswer.read(server.published("the bundle")).json();
        KeysAnswer again = KeysAnswer.read(kept);

        assertThat(again.keys().keys()).isEqualTo(server.verifyingKeys().keys());
        assertThat(again.json()).isEqualTo(kept).startsWith("{\"version\":1,").contains("\"the bundle\"");
        assertThat(kept.indexOf("an-earlier-id")).isLessThan(kept.indexOf("key-1"));
    }

    @Test
    void a_key_of_an_unknown_kind_is_omitted() throws Exception {
        assertThat(read(entry("old", "DSA", "!"), entry("new", "EC", KEY))
                        .keys()
                        .keys())
                .containsOnlyKeys("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AAAA"})
    void an_unreadable_key_makes_the_answer_invalid(String key) {
        assertThatThrownBy(() -> read(entry("key-1", "EC", key)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("a key cannot be read");
    }

    @Test
    void of_many_keys_the_first_64_are_kept() throws Exception {
        JsonWriter[] entries = IntStream.range(0, 65)
                .mapToObj(number -> entry("key-" + number, "EC", KEY))
                .toArray(JsonWriter[]::new);
        assertThat(read(entries).keys().keys())
                .hasSize(64)
                .containsKey("key-63")
                .doesNotContainKey("key-64");
    }

    @Test
    void another_version_is_not_read() {
        assertThatThrownBy(() -> KeysAnswer.read("{\"version\":2,\"issuer\":\"i\",\"keys\":[]}"))
                .hasMessage("it has version 2");
    }

    private static KeysAnswer read(JsonWriter... entries) throws MalformedJsonException {
        return KeysAnswer.read(new JsonWriter()
                .member("issuer", TestApiServer.ISSUER)
                .members("keys", List.of(entries))
                .toString());
    }

    private static JsonWriter entry(String id, String type, String key) {
        return new JsonWriter().member("kid", id).member("type", type).member("publicKey", key);
    }
}
