package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes themselves: a decoder of forms also accepts what is encoded needlessly. */
class FormWriterTest {
    @Test
    void the_unreserved_characters_of_RFC_3986_stand_as_they_are() {
        String unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
        assertThat(form(unreserved)).isEqualTo("v=" + unreserved);
    }

    /** The last group stands beside the bounds of letters and digits. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            value = {
                " , %20",
                "+, %2B",
                "&, %26",
                "=, %3D",
                "%, %25",
                "/, %2F",
                "\u00e9, %C3%A9",
                "\u20ac, %E2%82%AC",
                "@, %40",
                "[, %5B",
                "`, %60",
                "{, %7B",
                ":, %3A",
            })
    void every_other_byte_is_written_in_upper_case_hexadecimal(String character, String written) {
        assertThat(form(character == null ? " " : character)).isEqualTo("v=" + written);
    }

    @Test
    void a_field_without_a_value_is_left_out() {
        assertThat(new FormWriter()
                        .field("a", null)
                        .field("b", "1")
                        .field("c", null)
                        .field("d", "")
                        .toString())
                .isEqualTo("b=1&d=");
    }

    private static String form(String value) {
        return new FormWriter().field("v", value).toString();
    }
}
