package dev.rolesanywhere.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
    @Test
    void an_array_of_strings_is_written_in_order_and_read_back() throws Exception {
        String json = new JsonWriter()
                .strings("l", List.of("a", "\"b", "c"))
                .strings("m", List.of("d"))
                .toString();
        assertThat(json).isEqualTo("{\"l\":[\"a\",\"\\\"b\",\"c\"],\"m\":[\"d\"]}");
        assertThat(JsonReader.readObject(json).strings("l")).containsExactly("a", "\"b", "c");
    }

    @Test
    void an_empty_array_of_strings_is_left_out() {
        assertThat(new JsonWriter().strings("l", List.of()).member("b", false)).hasToString("{\"b\":false}");
    }

    @Test
    void an_absent_number_is_left_out() {
        assertThat(new JsonWriter().member("absent", (Number) null).member("n", 7))
                .hasToString("{\"n\":7}");
    }

    @Test
    void only_control_characters_and_surrogates_are_escaped() {
        assertThat(new JsonWriter().member("s", "\u0000\u001f ~\u007f\u0080\ud83d\ude00\n\\"))
                .hasToString("{\"s\":\"\\u0000\\u001f ~\\u007f\\u0080\\ud83d\\ude00\\n\\\\\"}");
    }

    @Test
    void an_object_of_strings_is_read_as_a_map() throws Exception {
        assertThat(JsonReader.readObject("{\"a\":\"1\",\"b\":\"2\"}").strings()).isEqualTo(Map.of("a", "1", "b", "2"));
        JsonObject mixed = JsonReader.readObject("{\"a\":1}");
        assertThatThrownBy(mixed::strings).hasMessage("member 'a' must be a string");
    }

    @Test
    void a_required_integer_is_returned_or_named_as_missing() throws Exception {
        JsonObject json = JsonReader.readObject("{\"n\":42}");
        assertThat(json.requiredInteger("n")).isEqualTo(42);
        assertThatThrownBy(() -> json.requiredInteger("m")).hasMessage("member 'm' is missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x07, 0x1b, 0x7f, 0x85, 0x9b, 0x200b, 0x202e, 0x2028, 0x2029, 0xe000, 0xfeff})
    void terminal_control_characters_are_escaped(int codePoint) throws Exception {
        String text = "a" + Character.toString(codePoint) + "b";
        String written = new JsonWriter().member("message", text).toString();

        assertThat(written).isEqualTo("{\"message\":\"a\\u%04xb\"}".formatted(codePoint));
        assertThat(JsonReader.readObject(written).string("message")).isEqualTo(text);
    }

    @Test
    void readable_text_stays_readable() {
        assertThat(new JsonWriter().member("message", "naïve – 注文").toString())
                .isEqualTo("{\"message\":\"naïve – 注文\"}");
    }
}
