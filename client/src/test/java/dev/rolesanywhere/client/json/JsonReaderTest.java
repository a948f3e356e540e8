package dev.rolesanywhere.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void reads_every_type() throws Exception {
        JsonObject json = JsonReader.readObject(
                " { \"s\" : \"x\", \"i\": -42, \"b\": true, \"f\": false, \"n\": null, \"o\": {\"k\": \"v\"},\n"
                        + "\"a\": [\"p\", \"q\"], \"l\": [{}, {\"z\": 1}], \"e\": [] } ");
        assertThat(json.string("s")).isEqualTo("x");
        assertThat(json.integer("i")).isEqualTo(-42);
        assertThat(json.bool("b", false)).isTrue();
        assertThat(json.bool("f", true)).isFalse();
        assertThat(json.has("n")).isFalse();
        assertThat(json.object("o").string("k")).isEqualTo("v");
        assertThat(json.strings("a")).containsExactly("p", "q");
        assertThat(json.objects("l")).hasSize(2);
        assertThat(json.objects("e")).isEmpty();
        assertThat(json.objects("absent")).isEmpty();
    }

    @Test
    void reads_escapes() throws Exception {
        assertThat(JsonReader.readObject("{\"s\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"}")
                        .string("s"))
                .isEqualTo("\"\\/\b\f\n\r\té😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "\"s\"",
                "null",
                "{}x",
                "{} {}",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":null,\"a\":2}",
                "{\"a\":[1,]}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":True}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u００４１\"}",
                "{\"a\":\"tab\there\"}",
                "{\"a\":\"open}",
                "// comment\n{}",
                "<html>",
            })
    void refuses_what_is_not_one_strict_object(String text) {
        assertThatThrownBy(() -> JsonReader.readObject(text)).isInstanceOf(MalformedJsonException.class);
    }

    /** Nothing is compared with all that came before: what AWS, a proxy or the issuer sends may be a mebibyte of names. */
    @Test
    void reads_as_many_members_as_fit() throws Exception {
        String members =
                IntStream.range(0, 90_000).mapToObj(i -> "\"m" + i + "\":1").collect(Collectors.joining(","));
        assertThat(JsonReader.readObject("{" + members + "}").integer("m89999")).isEqualTo(1);
        assertThatThrownBy(() -> JsonReader.readObject("{" + members + ",\"m0\":1}"))
                .hasMessageContaining("no second member");
    }

    @Test
    void bounds_the_depth() {
        assertThatThrownBy(() -> JsonReader.readObject("{\"a\":" + "[".repeat(100_000)))
                .hasMessage("JSON nested deeper than 16");
    }

    @Test
    void bounds_the_length() {
        assertThatThrownBy(() -> JsonReader.readObject("{\"a\":\"" + "x".repeat(1 << 20) + "\"}"))
                .hasMessage("JSON longer than 1048576 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string   | member 'm' must be a string",
                "object   | member 'm' must be an object",
                "bool     | member 'm' must be true or false",
                "objects  | member 'm' must be an array",
                "required | member 'absent' is missing",
            })
    void names_the_member_of_the_wrong_type(String getter, String message) throws Exception {
        JsonObject json = JsonReader.readObject("{\"m\": 1}");
        assertThatThrownBy(() -> {
                    switch (getter) {
                        case "string" -> json.string("m");
                        case "object" -> json.object("m");
                        case "bool" -> json.bool("m", false);
                        case "objects" -> json.objects("m");
                        default -> json.requiredString("absent");
                    }
                })
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage(message);
    }

    @Test
    void a_fraction_is_no_integer() throws Exception {
        JsonObject json = JsonReader.readObject("{\"m\": 3600.0}");
        assertThatThrownBy(() -> json.integer("m")).hasMessage("member 'm' must be an integer");
    }

    @Test
    void neither_errors_nor_text_form_show_values() throws Exception {
        assertThat(JsonReader.readObject("{\"k\":\"secret\"}")).hasToString("JsonObject[k]");
        assertThatThrownBy(() -> JsonReader.readObject("{\"k\":\"secret\" secret"))
                .hasMessageNotContaining("secret");
    }

    @Test
    void reads_back_what_the_writer_wrote() throws Exception {
        String hard = "\"\\\n\r\t\u0000\u007f/é😀";
        String json = new JsonWriter()
                .member("s", hard)
                .member("absent", (String) null)
                .member("i", 7L)
                .member("b", true)
                .member("m", java.util.Map.of("k", hard))
                .members("l", java.util.List.of(new JsonWriter(), new JsonWriter().member("x", 1)))
                .toString();
        JsonObject read = JsonReader.readObject(json);
        assertThat(read.string("s")).isEqualTo(hard);
        assertThat(read.has("absent")).isFalse();
        assertThat(read.integer("i")).isEqualTo(7);
        assertThat(read.object("m").string("k")).isEqualTo(hard);
        assertThat(read.objects("l").get(1).integer("x")).isEqualTo(1);
        assertThat(json).doesNotContain("\n", "\r", "\u0000");
    }
}
