package dev.rolesanywhere.operator.caller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.fuzz.Target;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Instant;
import java.util.Base64;

/** A token that the API server has refused: why, at most, and never more than that. The input is the claims and the token itself. */
public final class TokenHintTarget {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private TokenHintTarget() {}

    public static Target target() {
        return Target.of(
                "token-hint",
                TokenHintTarget::feed,
                "{\"aud\":[\"rolesanywhere.dev\"],\"exp\":1}",
                "{\"aud\":\"other\",\"exp\":1e99}",
                "a.e30.c");
    }

    private static void feed(byte[] input) {
        look(new String(input, UTF_8));
        look("e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(input) + ".sig");
    }

    private static void look(String token) {
        TokenHint.of(token, "rolesanywhere.dev", NOW).ifPresent(hint -> assertThat(hint.reason())
                .isIn(IssuingReason.TokenWrongAudience, IssuingReason.TokenExpired, IssuingReason.NodeAgentRequired));
    }
}
