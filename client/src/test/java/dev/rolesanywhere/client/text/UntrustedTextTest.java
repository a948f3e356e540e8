package dev.rolesanywhere.client.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UntrustedTextTest {
    /** The JDK's regular expressions have a separate table of categories. */
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]");

    @Test
    void of_all_code_points_exactly_letters_marks_numbers_punctuation_symbols_and_the_space_pass() {
        List<String> wrong = new ArrayList<>();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String character = Character.toString(codePoint);
            String expected = ALLOWED.matcher(character).matches() ? "a" + character + "b" : "a b";
            if (!UntrustedText.sanitize("a" + character + "b").toString().equals(expected)) {
                wrong.add("U+%04X".formatted(codePoint));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            C0 control,            0007
            line feed,             000A
            DEL,                   007F
            C1 control CSI,        009B
            next line,             0085
            no-break space,        00A0
            zero width joiner,     200D
            right-to-left override, 202E
            right-to-left isolate, 2067
            line separator,        2028
            paragraph separator,   2029
            byte order mark,       FEFF
            lone high surrogate,   D83D
            lone low surrogate,    DE00
            private use,           E000
            noncharacter,          FFFF
            tag,                   E0041
            """)
    void characters_that_move_a_cursor_or_reverse_text_become_a_space(String name, String codePoint) {
        String character = Character.toString(Integer.parseInt(codePoint, 16));

        assertThat(UntrustedText.sanitize("one" + character + character + " two")
                        .toString())
                .isEqualTo("one two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"naïve café", "注文は拒否されました。", "🙂 ok", "e\u0301", "a+b=c <€5>"})
    void text_of_every_language_is_unchanged(String text) {
        assertThat(UntrustedText.sanitize(text).toString()).isEqualTo(text);
        assertThat(UntrustedText.sanitize(text).isEmpty()).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "\u009b\u202e\n"})
    void nothing_readable_is_empty(@Nullable String text) {
        assertThat(UntrustedText.sanitize(text).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "注", "🙂"})
    void a_long_text_is_cut_between_two_code_points_within_both_limits(String character) {
        String cut = UntrustedText.sanitize(character.repeat(100_000)).toString();

        assertThat(cut).endsWith("…");
        assertThat(cut.codePointCount(0, cut.length())).isLessThanOrEqualTo(400);
        assertThat(cut.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(600);
        // A split surrogate pair cannot be encoded as UTF-8.
        assertThat(new String(cut.getBytes(UTF_8), UTF_8)).isEqualTo(cut);
        assertThat(cut.replace("…", "").replace(character, "")).isEmpty();
    }

    @Test
    void a_text_of_just_the_limit_is_whole() {
        assertThat(UntrustedText.sanitize("x".repeat(400)).toString()).isEqualTo("x".repeat(400));
        assertThat(UntrustedText.sanitize("x".repeat(401)).toString()).isEqualTo("x".repeat(399) + "…");
        assertThat(UntrustedText.sanitize("x".repeat(400) + " y").toString()).isEqualTo("x".repeat(399) + "…");
        assertThat(UntrustedText.sanitize("x".repeat(400) + " \n").toString()).isEqualTo("x".repeat(400));
    }

    @Test
    void a_cut_text_of_wide_characters_keeps_to_its_bytes() {
        TextLimit limit = new TextLimit(100, 10);

        assertThat(limit.cut("🙂🙂")).isEqualTo("🙂🙂");
        assertThat(limit.cut("🙂🙂🙂")).isEqualTo("🙂…");
    }

    @Test
    void a_limit_leaves_room_for_the_mark() {
        assertThat(new TextLimit(1, 3).cut("ab")).isEqualTo("…");
        assertThatThrownBy(() -> new TextLimit(0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextLimit(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_text_of_exactly_a_limit_is_whole_and_a_longer_text_is_cut() {
        assertThat(new TextLimit(2, 100).cut("ab")).isEqualTo("ab");
        assertThat(new TextLimit(2, 100).cut("abc")).isEqualTo("a…");
        assertThat(new TextLimit(100, 4).cut("abcd")).isEqualTo("abcd");
        assertThat(new TextLimit(100, 4).cut("abcde")).isEqualTo("a…");
    }

    @ParameterizedTest
    @CsvSource({"7F, 1", "80, 2", "7FF, 2", "800, 3", "FFFF, 3", "10000, 4", "10FFFF, 4"})
    void a_character_counts_as_many_bytes_as_utf_8_gives_it(String codePoint, int bytes) {
        String text = Character.toString(Integer.parseInt(codePoint, 16)).repeat(4);
        assertThat(new TextLimit(4, 4 * bytes).cut(text)).isEqualTo(text);
        assertThat(new TextLimit(4, 4 * bytes - 1).cut(text)).endsWith("…");
    }

    @Test
    void texts_with_the_same_content_are_equal() {
        assertThat(UntrustedText.sanitize("a\nb"))
                .isEqualTo(UntrustedText.sanitize("a b"))
                .hasSameHashCodeAs(UntrustedText.sanitize("a b"))
                .isNotEqualTo(UntrustedText.sanitize("ab"))
                .isNotEqualTo("a b");
        assertThat(UntrustedText.sanitize("a").hashCode())
                .isNotEqualTo(UntrustedText.sanitize("b").hashCode());
    }
}
