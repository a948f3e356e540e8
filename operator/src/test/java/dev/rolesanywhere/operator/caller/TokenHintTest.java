package dev.rolesanywhere.operator.caller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenHintTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"aud": ["rolesanywhere.dev"], "exp": 1000001}             |
            {"aud": ["x", "rolesanywhere.dev"], "exp": 1000001}        |
            {"aud": "rolesanywhere.dev"}                               |
            {"aud": "rolesanywhere.dev", "exp": 1000000}               | TokenExpired
            {"aud": ["https://kubernetes.default.svc"], "exp": 1000001}| TokenWrongAudience
            {"aud": "x", "exp": 1}                                     | TokenWrongAudience
            {}                                                         | TokenWrongAudience
            {"aud": ["rolesanywhere.dev/node"], "exp": 1000001}        | NodeAgentRequired
            """)
    void the_message_of_a_rejection_uses_the_tokens_claims(String claims, @Nullable String reason) {
        String token = "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8)) + ".sig";

        assertThat(TokenHint.of(token, "rolesanywhere.dev", NOW)
                        .map(refused -> refused.reason().name())
                        .orElse(null))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opaque", "a.b", "a.!!!.c", "a.bm90IGpzb24.c", "a..c"})
    void an_unreadable_token_gives_no_hint(String token) {
        assertThat(TokenHint.of(token, "rolesanywhere.dev", NOW)
                        .filter(refused -> !refused.reason().name().equals("TokenWrongAudience")))
                .isEmpty();
    }
}
