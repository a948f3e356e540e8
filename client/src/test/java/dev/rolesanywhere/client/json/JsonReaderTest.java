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
    void objects_of_an_array_have_null_for_other_elements() throws Exception {
        JsonObject json = JsonReader.readObject("{\"l\":[{\"a\":1},7,null,[],{\"b\":2}],\"empty\":[ ],\"o\":{ }}");
        assertThat(json.objectsOrNull("l"))
                .extracting(String::valueOf)
                .containsExactly("JsonObject[a]", "null", "null", "null", "JsonObject[b]");
        assertThat(json.objectsOrNull("empty")).isEmpty();
        assertThat(json.objectsOrNull("absent")).isEmpty();
        assertThatThrownBy(() -> json.objectsOrNull("o")).hasMessage("member 'o' must be an array");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1.5", "1e5", "\"text\"", "true", "null", "[]"})
    void a_value_that_is_not_an_object_is_rejected(String text) {
        assertThatThrownBy(() -> JsonReader.readObject(text)).hasMessage("expected a JSON object");
    }

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
    void input_without_exactly_one_strict_object_is_rejected(String text) {
        assertThatThrownBy(() -> JsonReader.readObject(text)).isInstanceOf(MalformedJsonException.class);
    }

    /** Reading is linear: input from AWS, a proxy or the issuer may be a mebibyte of names. */
    @Test
    void reads_as_many_members_as_fit() throws Exception {
        String members =
                IntStream.range(0, 90_000).mapToObj(i -> "\"m" + i + "\":1").collect(Collectors.joining(","));
        assertThat(JsonReader.readObject("{" + members + "}").integer("m89999")).isEqualTo(1);
        assertThatThrownBy(() -> JsonReader.readObject("{" + members + ",\"m0\":1}"))
                .hasMessageContaining("no second member");
    }

    @Test
    void input_of_exactly_the_allowed_depth_and_length_is_read() throws Exception {
        String deepest = "{\"a\":" + "[".repeat(JsonReader.MAX_DEPTH) + "]".repeat(JsonReader.MAX_DEPTH) + "}";
        assertThat(JsonReader.readObject(deepest).has("a")).isTrue();
        String longest = "{\"a\":\"" + "x".repeat(JsonReader.MAX_LENGTH - 8) + "\"}";
        assertThat(longest).hasSize(JsonReader.MAX_LENGTH);
        assertThat(JsonReader.readObject(longest).string("a")).hasSize(JsonReader.MAX_LENGTH - 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void one_level_more_is_too_deep(String level) {
        assertThatThrownBy(() -> JsonReader.readObject("{\"a\":" + level.repeat(JsonReader.MAX_DEPTH + 1)))
                .hasMessage("JSON nested deeper than 16");
    }

    @Test
    void space_is_what_the_rfc_calls_space_and_may_be_between_all_tokens() throws Exception {
        String space = " \t\r\n";
        String spaced = String.join(
                space, "", "{", "\"a\"", ":", "[", "1", ",", "2", "]", ",", "\"b\"", ":", "{", "}", "}", "");
        assertThat(JsonReader.readObject(spaced).has("b")).isTrue();
        assertThatThrownBy(() -> JsonReader.readObject("{\u000b}")).isInstanceOf(MalformedJsonException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0                   | 0",
                "-0                  | 0",
                "10                  | 10",
                "9                   | 9",
                "999999999999999999  | 999999999999999999",
                "-99999999999999999  | -99999999999999999",
            })
    void an_integer_of_up_to_18_characters_is_read_as_one(String written, long number) throws Exception {
        assertThat(JsonReader.readObject("{\"m\":" + written + "}").integer("m"))
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000000000000", "1.5", "1e5", "1E5", "1e+5", "1e-5", "0.0", "0e0", "-1.0E-1"})
    void a_number_outside_the_integers_is_read_as_a_double(String written) throws Exception {
        JsonObject json = JsonReader.readObject("{\"m\":" + written + "}");
        assertThat(json.has("m")).isTrue();
        assertThatThrownBy(() -> json.integer("m")).hasMessage("member 'm' must be an integer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"a\":1,\"a\":2}`   | malformed JSON at character 10: expected no second member of the same name",
                "`{\"a\":1 x`          | malformed JSON at character 7: expected '}'",
                "`{\"a\" 1}`           | malformed JSON at character 5: expected ':'",
                "`{\"a\":[1 2]}`       | malformed JSON at character 8: expected ']'",
                "`{\"a\":\"\\x\"}`      | malformed JSON at character 7: expected a known escape",
                "`{\"a\":\"\\u12g4\"}`  | malformed JSON at character 10: expected four hexadecimal digits",
                "`{\"a\":tru}`         | malformed JSON at character 5: expected a value",
                "`{\"a\":-}`           | malformed JSON at character 6: expected a value",
                "`{\"a\":1e+-5}`       | malformed JSON at character 8: expected a value",
                "`{} x`               | malformed JSON at character 3: expected nothing more",
                "`{\"a\":\"open`        | malformed JSON at character 10: expected more text",
                "`[]`                 | expected a JSON object",
            })
    void an_error_names_the_position_and_the_expected_token(String text, String message) {
        assertThatThrownBy(() -> JsonReader.readObject(text)).hasMessage(message);
    }

    @Test
    void a_control_character_must_be_escaped_and_a_space_need_not() throws Exception {
        assertThat(JsonReader.readObject("{\"a\":\" \"}").string("a")).isEqualTo(" ");
        assertThatThrownBy(() -> JsonReader.readObject("{\"a\":\"\u001f\"}"))
                .hasMessage("malformed JSON at character 6: expected an escape for a control character");
    }

    @Test
    void hexadecimal_digits_are_read_in_both_cases() throws Exception {
        assertThat(JsonReader.readObject("{\"a\":\"\\u00fF\\uABCD\"}").string("a"))
                .isEqualTo("\u00ff\uabcd");
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
    void a_fraction_is_not_an_integer() throws Exception {
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
    void the_reader_reads_the_writers_output() throws Exception {
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
