package dev.rolesanywhere.sidecar.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether each state of a pod allows its start. */
class StartGateTest {
    private static final Issued NOTHING = new Issued(null, List.of(), List.of());
    private static final RoleState UNKNOWN = RoleState.unknown("token", Instant.EPOCH);

    @Test
    void without_a_gate_everything_starts() {
        assertThat(StartGate.notStartedBecause(false, false, null, null, "writer", "failure"))
                .isNull();
    }

    @Test
    void with_credentials_of_the_default_only_unanswered_roles_are_waited_for() {
        assertThat(gate(true, NOTHING, UNKNOWN, null, "failure")).isNull();
        assertThat(gate(true, null, UNKNOWN, "writer", "failure"))
                .isEqualTo("waiting for AWS's answer for role writer");
    }

    @Test
    void before_the_first_answer_the_gate_reports_the_failure() {
        assertThat(gate(false, null, UNKNOWN, null, null)).isEqualTo("waiting for a certificate from the operator");
        assertThat(gate(false, null, UNKNOWN, null, "PodGone: gone")).isEqualTo("PodGone: gone");
    }

    @Test
    void a_default_without_credentials_reports_its_own_problem_first() {
        assertThat(gate(false, NOTHING, UNKNOWN, "writer", null)).isEqualTo("waiting for credentials from AWS");
        assertThat(gate(false, NOTHING, UNKNOWN, "writer", "failure")).isEqualTo("failure");
        assertThat(gate(false, NOTHING, UNKNOWN.because("its problem"), "writer", "failure"))
                .isEqualTo("its problem");
    }

    @Test
    void a_refused_default_gates_and_another_refused_role_does_not() {
        assertThat(gate(false, refused(true), null, null, null)).isEqualTo("role reader is not served: PodGone: gone");
        assertThat(gate(false, refused(false), null, null, null)).isNull();
        assertThat(gate(false, refused(false), null, "reader", null))
                .isEqualTo("waiting for AWS's answer for role reader");
    }

    private static Issued refused(boolean isDefault) {
        return new Issued(
                null, List.of(), List.of(new RefusedRole("reader", isDefault, "PodGone", "gone", null, null)));
    }

    private static @Nullable String gate(
            boolean hasCredentials,
            @Nullable Issued last,
            @Nullable RoleState state,
            @Nullable String unanswered,
            @Nullable String failure) {
        return StartGate.notStartedBecause(true, hasCredentials, last, state, unanswered, failure);
    }
}
