package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The present leaves, and the time slots for calls of AWS. */
class LeavesTest {
    private static final IssuedRole READER = named("reader").make();
    private static final IssuedRole WRITER = named("writer").byDefault().make();
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    private final Leaves leaves = new Leaves();

    @Test
    void the_default_comes_first_and_the_others_by_name() {
        IssuedRole auditor = named("auditor").make();
        leaves.replace(List.of(READER, WRITER, auditor));
        assertThat(leaves.all()).containsExactly(WRITER, auditor, READER);
    }

    @Test
    void only_the_roles_of_the_last_answer_are_held() {
        leaves.replace(List.of(READER, WRITER));
        leaves.replace(List.of(READER));
        assertThat(leaves.all()).containsExactly(READER);
    }

    @Test
    void a_returning_role_has_neither_its_old_slot_nor_its_old_interval() {
        IssuedRole stretched = named("reader").renewedAfter(TWO_HOURS).make();
        leaves.replace(List.of(stretched, WRITER));
        leaves.setSlot(stretched, NOW);
        leaves.setSlot(WRITER, NOW);
        leaves.replace(List.of(WRITER));
        leaves.replace(List.of(stretched, WRITER));
        assertThat(leaves.slot(stretched)).isNull();
        assertThat(leaves.stretch(stretched)).isZero();
        assertThat(leaves.slot(WRITER)).isEqualTo(NOW);
    }

    @Test
    void a_leaf_is_usable_while_it_has_more_than_half_a_minute_left() {
        assertThat(leaves.isUsable(named("reader").until(NOW.plusMillis(30_001)).make(), NOW))
                .isTrue();
        assertThat(leaves.isUsable(named("reader").until(NOW.plusSeconds(30)).make(), NOW))
                .isFalse();
    }

    @Test
    void a_role_without_a_slot_is_idle_and_needs_one() {
        assertThat(leaves.isIdle(READER)).isTrue();
        assertThat(leaves.needsSlot(READER)).isTrue();
        assertThat(leaves.slot(READER)).isNull();
    }

    @Test
    void a_slot_of_the_operator_is_all_that_a_role_needs() {
        leaves.setSlot(READER, NOW.plusSeconds(7));
        assertThat(leaves.slot(READER)).isEqualTo(NOW.plusSeconds(7));
        assertThat(leaves.isIdle(READER)).isFalse();
        assertThat(leaves.needsSlot(READER)).isFalse();
    }

    @Test
    void a_slot_that_the_sidecar_chose_still_needs_one_of_the_operator() {
        leaves.chooseSlot(READER, NOW.plusSeconds(7));
        assertThat(leaves.slot(READER)).isEqualTo(NOW.plusSeconds(7));
        assertThat(leaves.isIdle(READER)).isFalse();
        assertThat(leaves.needsSlot(READER)).isTrue();
        leaves.dropSlot(READER);
        assertThat(leaves.isIdle(READER)).isTrue();
    }

    @Test
    void a_call_uses_the_slot_and_the_role_needs_no_slot_during_the_call() {
        leaves.setSlot(READER, NOW);
        leaves.call(READER);
        assertThat(leaves.slot(READER)).isNull();
        assertThat(leaves.isCalling()).isTrue();
        assertThat(leaves.isIdle(READER)).isFalse();
        assertThat(leaves.needsSlot(READER)).isFalse();
        assertThat(leaves.needsSlot(WRITER)).isTrue();

        leaves.called(READER);
        assertThat(leaves.isCalling()).isFalse();
        assertThat(leaves.isIdle(READER)).isTrue();
        assertThat(leaves.needsSlot(READER)).isTrue();
    }

    @Test
    void the_quotas_interval_comes_with_a_slot_and_stays_until_the_next_slot() {
        IssuedRole stretched = named("reader").renewedAfter(TWO_HOURS).make();
        assertThat(leaves.stretch(stretched)).isZero();
        leaves.setSlot(stretched, NOW);
        leaves.call(stretched);
        assertThat(leaves.stretch(READER)).isEqualTo(TWO_HOURS);
        leaves.setSlot(READER, NOW);
        assertThat(leaves.stretch(READER)).isZero();
    }

    @Test
    void a_corrected_fast_clock_moves_the_slots_but_not_their_origin() {
        leaves.setSlot(READER, NOW);
        leaves.chooseSlot(WRITER, NOW);
        leaves.setBack(Duration.ofMinutes(3));
        assertThat(leaves.slot(READER)).isEqualTo(NOW.minusSeconds(180));
        assertThat(leaves.slot(WRITER)).isEqualTo(NOW.minusSeconds(180));
        assertThat(leaves.needsSlot(READER)).isFalse();
        assertThat(leaves.needsSlot(WRITER)).isTrue();
    }
}
