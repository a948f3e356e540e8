package dev.rolesanywhere.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.crds.role.RoleCondition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant MONDAY = Instant.parse("2026-01-05T10:00:00.5Z");
    private static final Instant TUESDAY = Instant.parse("2026-01-06T10:00:00Z");
    private static final Finding NOT_FOUND =
            Finding.unmet(RoleCondition.Ready, RoleCondition.Reason.TrustAnchorNotFound, "no AWSTrustAnchor default");

    @Test
    void a_new_condition_changed_now_in_whole_seconds() {
        List<Condition> merged = Conditions.merge(null, List.of(NOT_FOUND), 3L, MONDAY);
        assertThat(merged.getFirst().lastTransitionTime()).isEqualTo("2026-01-05T10:00:00Z");
        assertThat(merged.getFirst().observedGeneration()).isEqualTo(3L);
    }

    @Test
    void another_reason_with_the_same_status_is_not_a_transition() {
        List<Condition> before = Conditions.merge(null, List.of(NOT_FOUND), 1L, MONDAY);
        Finding notReady = Finding.unmet(
                RoleCondition.Ready, RoleCondition.Reason.TrustAnchorNotReady, "AWSTrustAnchor default is not Ready");
        Condition after =
                Conditions.merge(before, List.of(notReady), 1L, TUESDAY).getFirst();
        assertThat(after.reason()).isEqualTo("TrustAnchorNotReady");
        assertThat(after.lastTransitionTime()).isEqualTo("2026-01-05T10:00:00Z");
    }

    @Test
    void another_status_is_a_transition() {
        List<Condition> before = Conditions.merge(null, List.of(NOT_FOUND), 1L, MONDAY);
        Finding met = Finding.met(RoleCondition.Ready, RoleCondition.Reason.Served, "serves the next pod");
        assertThat(Conditions.merge(before, List.of(met), 1L, TUESDAY)
                        .getFirst()
                        .lastTransitionTime())
                .isEqualTo("2026-01-06T10:00:00Z");
    }

    @Test
    void an_unchanged_condition_is_equal_and_is_not_written() {
        List<Condition> before = Conditions.merge(null, List.of(NOT_FOUND), 1L, MONDAY);
        assertThat(Conditions.merge(before, List.of(NOT_FOUND), 1L, TUESDAY)).isEqualTo(before);
    }
}
