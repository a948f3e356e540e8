package dev.rolesanywhere.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void reads_what_it_writes() throws JsonException {
        String text = new JsonWriter()
                .beginObject()
                .member("text", "a \"quoted\" \\ line\nand \u0001 ü")
                .member("number", 3600L)
                .member("absent", (String) null)
                .beginObject("inner")
                .member("key", "value")
                .endObject()
                .endObject()
                .toString();
        JsonObject read = JsonObject.parse(text);
        assertThat(read.string("text")).isEqualTo("a \"quoted\" \\ line\nand \u0001 ü");
        assertThat(read.optionalInteger("number")).isEqualTo(3600L);
        assertThat(read.has("absent")).isFalse();
        assertThat(read.optionalObject("inner")).isNotNull();
    }

    @Test
    void null_is_absent() throws JsonException {
        assertThat(JsonObject.parse("{\"a\": null}").optionalString("a")).isNull();
    }

    @Test
    void a_float_that_is_whole_is_a_whole_number() throws JsonException {
        assertThat(JsonObject.parse("{\"a\": 3600.0}").optionalInteger("a")).isEqualTo(3600L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "nul",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":1}x",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":+1}",
                "{\"a\":1.}",
                "{\"a\":\"\\u12\"}",
                "{a:1}",
                "{\"a\":[1,]}",
                "{\"a\":tru}"
            })
    void what_is_not_json_is_refused(String text) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonObject.parse(text));
    }

    @Test
    void depth_is_bounded() {
        String deep = "{\"a\":" + "[".repeat(10_000);
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonObject.parse(deep))
                .withMessageContaining("too deep");
    }

    @Test
    void the_message_never_quotes_what_was_read() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonObject.parse("{\"secretAccessKey\": \"hush\" oops}"))
                .withMessageNotContaining("hush");
    }
}
