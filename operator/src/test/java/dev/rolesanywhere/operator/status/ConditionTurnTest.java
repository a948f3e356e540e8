package dev.rolesanywhere.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.condition.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTurnTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        # type,      before,                now,                    turn
        Ready,       -,                     True Serving,           GOOD
        PodsServed,  -,                     True AllServed,         -
        PodsServed,  -,                     Unknown NoPods,         -
        Ready,       -,                     False RoleNotFound,     BAD
        Ready,       True Serving,          False RoleNotFound,     BAD
        Ready,       False RoleNotFound,    False RoleNotFound,     -
        Ready,       False RoleNotFound,    False RoleNotReady,     BAD
        PodsServed,  Unknown PodsStarting,  False ImagePullFailed,  BAD
        PodsServed,  False ImagePullFailed, Unknown PodsStarting,   -
        PodsServed,  False ImagePullFailed, True AllServed,         GOOD
        PodsServed,  Unknown PodsStarting,  True AllServed,         KNOWN_GOOD
        PodsServed,  True AllServed,        True NeverAsked,        -
        Ready,       Unknown Waiting,       True Serving,           GOOD
        """)
    void a_condition_becomes_false_or_true(String type, @Nullable String before, String now, @Nullable String turn) {
        assertThat(ConditionTurn.of(
                        before == null ? null : List.of(condition(type, before)), List.of(condition(type, now))))
                .extracting(it -> it.kind().name())
                .isEqualTo(turn == null ? List.of() : List.of(turn));
    }

    static Condition condition(String type, String statusAndReason) {
        String[] parts = statusAndReason.split(" ", 2);
        return new Condition(
                type, Condition.Status.valueOf(parts[0]), parts[1], "what to do", "2026-01-02T03:04:05Z", 1L);
    }
}
