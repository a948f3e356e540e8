package dev.rolesanywhere.plugin.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u009b2J",
                "\u202e",
                "\u2066",
                "\u0007",
                "\b",
                "\u200b",
                "\u0000",
                "\u007f",
                "\ud800"
            })
    void characters_that_move_or_hide_text_are_replaced(String text) {
        assertThat(Plain.line("a" + text + "b"))
                .doesNotContain(text.substring(0, 1))
                .startsWith("a\ufffd")
                .endsWith("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\tb", "a\u2028b", "a\u0085b"})
    void a_line_stays_one_line(String text) {
        assertThat(Plain.line(text)).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "Zürich", "日本", "✓", "𝒳"})
    void other_text_is_unchanged(String text) {
        assertThat(Plain.line(text)).isEqualTo(text);
    }
}
