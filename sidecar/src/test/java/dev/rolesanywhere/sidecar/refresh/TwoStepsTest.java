package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.HOUR;
import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The state of a role with a target role: two sessions, each with its own time. */
class TwoStepsTest {
    private static final TargetRole TARGET = target("writer");
    private static final Duration SIX_HOURS = Duration.ofHours(6);

    @Test
    void a_first_session_makes_only_the_target_role_due() {
        RoleState begun = begun(RoleState.unknown("token", NOW), NOW);
        assertThat(begun.credentials()).isNull();
        assertThat(begun.isServed(NOW)).isFalse();
        assertThat(begun.isAssumeDue(NOW)).isTrue();
        assertThat(begun.isDue(NOW)).isFalse();
        assertThat(begun.dueAt()).isEqualTo(NOW.plus(HOUR));
    }

    @Test
    void the_target_roles_session_is_due_after_a_sixth_of_its_hour_and_the_first_keeps_its_time() {
        RoleState served = served(NOW);
        assertThat(served.isServed(NOW)).isTrue();
        assertThat(served.dueAt()).isEqualTo(NOW.plus(HOUR));
        assertThat(served.isAssumeDue(NOW.plus(Duration.ofMinutes(10)).minusMillis(1)))
                .isFalse();
        assertThat(served.isAssumeDue(NOW.plus(Duration.ofMinutes(10)))).isTrue();
    }

    @Test
    void a_renewed_first_session_does_not_start_the_second_step_early() {
        Instant later = NOW.plus(Duration.ofMinutes(3));
        RoleState renewed = begun(served(NOW), later);
        assertThat(renewed.isAssumeDue(later)).isFalse();
        assertThat(renewed.isAssumeDue(NOW.plus(Duration.ofMinutes(10)))).isTrue();
        assertThat(first(renewed).credentials().expiration()).isEqualTo(later.plus(SIX_HOURS));
    }

    @Test
    void another_target_role_is_assumed_immediately() {
        Instant later = NOW.plus(Duration.ofMinutes(3));
        RoleState renewed =
                served(NOW).begun(credentials("ASIA1", later.plus(SIX_HOURS)), target("other"), null, later, 0);
        assertThat(renewed.isAssumeDue(later)).isTrue();
        assertThat(renewed.isServed(later)).isTrue();
    }

    @Test
    void a_refusal_of_sts_backs_off_and_keeps_both_sessions() {
        RoleState once = refused(served(NOW), false, NOW);
        RoleState twice = refused(once, false, NOW);
        assertThat(once.problem()).isEqualTo("why");
        assertThat(once.dueAt()).isEqualTo(NOW.plus(HOUR));
        assertThat(first(once).assumeAt()).isEqualTo(NOW.plusMillis(500));
        assertThat(first(twice).assumeAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(twice.isServed(NOW)).isTrue();
        assertThat(twice.assumed(first(twice), credentials("ASIA3", NOW.plus(HOUR)), TARGET, NOW, 0)
                        .problem())
                .isNull();
    }

    @Test
    void a_first_session_that_sts_rejects_is_renewed_with_the_same_backoff() {
        RoleState once = refused(served(NOW), true, NOW);
        assertThat(once.dueAt()).isEqualTo(NOW.plusMillis(500));
        assertThat(once.isAssumeDue(NOW.plusMillis(500))).isFalse();
        RoleState twice = refused(begun(once, NOW), true, NOW);
        assertThat(twice.dueAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(begun(twice, NOW).isAssumeDue(NOW)).isTrue();
    }

    @Test
    void an_expired_first_session_assumes_nothing() {
        RoleState served = served(NOW);
        assertThat(served.isAssumeDue(NOW.plus(SIX_HOURS).minusSeconds(31))).isTrue();
        assertThat(served.isAssumeDue(NOW.plus(SIX_HOURS).minusSeconds(30))).isFalse();
    }

    @Test
    void the_operators_slots_use_the_end_of_the_first_session() {
        RoleState served = served(NOW);
        assertThat(served.isEnding(NOW.plus(Duration.ofMinutes(59)))).isFalse();
        assertThat(served.isEnding(NOW.plus(Duration.ofHours(4)))).isFalse();
        assertThat(served.isEnding(NOW.plus(Duration.ofHours(4)).plusMillis(1))).isTrue();
    }

    @Test
    void without_its_target_role_the_role_is_due_immediately_and_stays_served() {
        RoleState without = served(NOW).withoutTarget(NOW);
        assertThat(without.isDue(NOW)).isTrue();
        assertThat(without.isAssumeDue(NOW.plus(HOUR))).isFalse();
        assertThat(without.isServed(NOW)).isTrue();
    }

    @Test
    void a_clock_that_was_ahead_moves_both_times() {
        RoleState back = served(NOW).setBack(Duration.ofMinutes(20));
        assertThat(back.dueAt()).isEqualTo(NOW.plus(Duration.ofMinutes(40)));
        assertThat(first(back).assumeAt()).isEqualTo(NOW.minus(Duration.ofMinutes(10)));
    }

    private static RoleState served(Instant now) {
        RoleState begun = begun(RoleState.unknown("token", now), now);
        return begun.assumed(first(begun), credentials("ASIA2", now.plus(HOUR)), TARGET, now, 0);
    }

    private static RoleState begun(RoleState before, Instant now) {
        return before.begun(credentials("ASIA1", now.plus(SIX_HOURS)), TARGET, null, now, 0);
    }

    private static RoleState refused(RoleState before, boolean firstIsRejected, Instant now) {
        Attempt attempt = new Attempt(
                new Outcome("reader", "TargetDenied", "no", 403, null, null, null, null), null, "act", null, true);
        return before.notAssumed(first(before), attempt, firstIsRejected, "why", now, 0);
    }

    private static FirstSession first(RoleState state) {
        return Objects.requireNonNull(state.first());
    }

    private static TargetRole target(String name) {
        return Objects.requireNonNull(named("reader").assuming(name).make().target());
    }
}
