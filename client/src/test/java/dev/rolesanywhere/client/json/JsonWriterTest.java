package dev.rolesanywhere.client.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
    @ParameterizedTest
    @ValueSource(ints = {0x07, 0x1b, 0x7f, 0x85, 0x9b, 0x200b, 0x202e, 0x2028, 0x2029, 0xe000, 0xfeff})
    void what_a_terminal_would_obey_is_escaped(int codePoint) throws Exception {
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
