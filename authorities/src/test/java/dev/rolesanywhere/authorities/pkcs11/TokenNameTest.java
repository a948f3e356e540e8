package dev.rolesanywhere.authorities.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenNameTest {
    private static final TokenName HOSTILE =
            new TokenName(Map.of(TokenName.Attribute.LABEL, "prod\u009b2J\u202e", TokenName.Attribute.SERIAL, "1"));

    @Test
    void a_tokens_name_is_shown_in_readable_characters() {
        assertThat(HOSTILE).hasToString("token=prod 2J;serial=1");
    }

    @Test
    void a_token_is_found_by_its_exact_name_not_by_the_shown_name() {
        assertThat(new TokenName(Map.of(TokenName.Attribute.LABEL, "prod 2J")).fits(HOSTILE))
                .isFalse();
        assertThat(new TokenName(Map.of(TokenName.Attribute.LABEL, "prod\u009b2J\u202e")).fits(HOSTILE))
                .isTrue();
    }
}
