package dev.rolesanywhere.sidecar.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sidecar checks names without a regular expression. A name that only one side allows would cost a role its credentials. */
class ProfileNameTest {
    private static final Pattern RULE = Pattern.compile(Sidecar.PROFILE_PATTERN);

    @Test
    void every_character_at_the_start_is_judged_as_the_rule_of_the_bindings_does() {
        assertThat(judgedDifferently("", "")).isEmpty();
        assertThat(judgedDifferently("", "b")).isEmpty();
    }

    @Test
    void every_character_in_the_middle_is_judged_as_the_rule_of_the_bindings_does() {
        assertThat(judgedDifferently("a", "b")).isEmpty();
    }

    @Test
    void every_character_at_the_end_is_judged_as_the_rule_of_the_bindings_does() {
        assertThat(judgedDifferently("a", "")).isEmpty();
        assertThat(judgedDifferently("a".repeat(63), "")).isEmpty();
    }

    @Test
    void every_length_is_judged_as_the_rule_of_the_bindings_does() {
        for (int length = 0; length <= 130; length++) {
            String name = "a".repeat(length);
            assertThat(IssuedRole.isProfile(name))
                    .as("length %d", length)
                    .isEqualTo(RULE.matcher(name).matches())
                    .isEqualTo(length >= 1 && length <= 64);
        }
    }

    private static List<String> judgedDifferently(String before, String after) {
        List<String> different = new ArrayList<>();
        for (int c = Character.MIN_VALUE; c <= Character.MAX_VALUE; c++) {
            String name = before + (char) c + after;
            if (IssuedRole.isProfile(name) != RULE.matcher(name).matches()) {
                different.add("U+%04X".formatted(c));
            }
        }
        return different;
    }
}
