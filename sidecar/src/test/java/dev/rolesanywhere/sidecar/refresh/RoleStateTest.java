package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.HOUR;
import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.sidecar.issuing.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of a role after failures. Randomness is always 0, which halves each wait. */
class RoleStateTest {
    private static final RoleState UNKNOWN = RoleState.unknown("endpoint-token", NOW);

    @Test
    void each_further_failure_doubles_the_wait() {
        assertThat(waitAfter(1, "Throttled")).isEqualTo(Duration.ofMillis(500));
        assertThat(waitAfter(2, "Throttled")).isEqualTo(Duration.ofSeconds(1));
        assertThat(waitAfter(3, "Throttled")).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CertificateFilesMissing", "CertificateFilesInvalid"})
    void missing_or_wrong_files_are_read_again_at_least_once_a_minute(String reason) {
        assertThat(waitAfter(1, reason)).isEqualTo(Duration.ofMillis(500));
        assertThat(waitAfter(2, reason)).isEqualTo(Duration.ofSeconds(1));
        assertThat(waitAfter(9, reason)).isEqualTo(Duration.ofMinutes(1));
        assertThat(waitAfter(9, "Throttled")).isEqualTo(Duration.ofSeconds(128));
    }

    @Test
    void a_failure_keeps_the_credentials_with_the_reason() {
        RoleState served = UNKNOWN.renewed(credentials("ASIA1", NOW.plus(HOUR)), null, NOW, 0);
        RoleState failed = served.failed(failure("Throttled"), "why", NOW, 0);
        assertThat(failed.credentials()).isEqualTo(served.credentials());
        assertThat(failed.problem()).isEqualTo("why");
        assertThat(failed.failures()).isEqualTo(1);
    }

    @Test
    void its_text_shows_neither_the_token_nor_a_secret() {
        RoleState served = UNKNOWN.renewed(credentials("ASIA1", NOW.plus(HOUR)), null, NOW, 0);
        assertThat(served.toString())
                .contains("ASIA1", "due 2026-01-02T03:14:05Z")
                .doesNotContain("endpoint-token", "secret");
    }

    private static Duration waitAfter(int failures, String reason) {
        RoleState state = UNKNOWN;
        for (int i = 0; i < failures; i++) {
            state = state.failed(failure(reason), "why", NOW, 0);
        }
        return Duration.between(NOW, state.dueAt());
    }

    private static Attempt failure(String reason) {
        return new Attempt(new Outcome("reader", reason, "no", 0, null, null, null, null), null, "act", null, false);
    }
}
