package dev.rolesanywhere.sidecar.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IssuerBackoffTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final IssuingException NO_ANSWER = IssuingException.of(new IllegalStateException("no answer"));

    private final IssuerBackoff backoff = new IssuerBackoff();
    private final Reports reports = new Reports();

    @Test
    void only_one_call_runs_at_a_time() {
        assertThat(backoff.isFree()).isTrue();
        assertThat(backoff.isDue(NOW)).isTrue();
        backoff.called(NOW);
        assertThat(backoff.isFree()).isFalse();
        assertThat(backoff.isDue(NOW)).isFalse();
        backoff.returned();
        assertThat(backoff.isFree()).isTrue();
        assertThat(backoff.isDue(NOW)).isTrue();
    }

    @Test
    void eleven_calls_may_come_at_once_and_then_one_every_three_seconds() {
        for (int i = 0; i < 11; i++) {
            assertThat(backoff.mayCallAt()).isBeforeOrEqualTo(NOW);
            backoff.called(NOW);
        }
        assertThat(backoff.mayCallAt()).isEqualTo(NOW.plusSeconds(3));
        backoff.returned();
        assertThat(backoff.isDue(NOW.plusMillis(2999))).isFalse();
        assertThat(backoff.isDue(NOW.plusSeconds(3))).isTrue();
    }

    @Test
    void a_failure_is_repeated_after_a_growing_time_and_an_answer_ends_that() {
        backoff.failed(NO_ANSWER, NOW, 1);
        assertThat(backoff.isAway()).isTrue();
        assertThat(backoff.dueAt()).isEqualTo(NOW.plusSeconds(1));
        backoff.failed(NO_ANSWER, NOW, 1);
        assertThat(backoff.dueAt()).isEqualTo(NOW.plusSeconds(2));
        backoff.answered(refusing(null), NOW, 1);
        assertThat(backoff.isAway()).isFalse();
        assertThat(backoff.dueAt()).isEqualTo(NOW);
        backoff.failed(NO_ANSWER, NOW, 1);
        assertThat(backoff.dueAt()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void answers_with_refusals_are_checked_sooner_and_at_growing_times() {
        backoff.answered(refusing(null), NOW, 1);
        assertThat(backoff.nextCheck()).isEqualTo(NOW.plusSeconds(1));
        backoff.answered(refusing(null), NOW, 1);
        assertThat(backoff.nextCheck()).isEqualTo(NOW.plusSeconds(2));
        assertThat(backoff.isCheckDue(NOW.plusMillis(1999))).isFalse();
        assertThat(backoff.isCheckDue(NOW.plusSeconds(2))).isTrue();
        backoff.answered(refusing(Duration.ofSeconds(90)), NOW, 1);
        assertThat(backoff.nextCheck()).isEqualTo(NOW.plusSeconds(94));
        backoff.answered(new Issued(null, List.of(), List.of()), NOW, 1);
        assertThat(backoff.nextCheck()).as("no role is a refusal too").isEqualTo(NOW.plusSeconds(8));
    }

    @Test
    void a_complete_answer_is_checked_hourly_and_ends_the_growth() {
        backoff.answered(refusing(null), NOW, 1);
        backoff.answered(refusing(null), NOW, 1);
        backoff.answered(new Issued(null, List.of(AttemptTest.role(3600)), List.of()), NOW, 1);
        assertThat(backoff.nextCheck()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        backoff.answered(refusing(null), NOW, 1);
        assertThat(backoff.nextCheck()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void an_answer_with_a_role_and_a_refusal_is_not_complete() {
        backoff.answered(
                new Issued(null, List.of(AttemptTest.role(3600)), refusing(null).refused()), NOW, 1);
        assertThat(backoff.nextCheck()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void a_failed_call_does_not_change_the_next_check() {
        backoff.answered(refusing(Duration.ofSeconds(90)), NOW, 1);
        backoff.failed(NO_ANSWER, NOW, 1);
        assertThat(backoff.nextCheck()).isEqualTo(NOW.plusSeconds(91));
    }

    @Test
    void a_corrected_fast_clock_moves_all_due_times_back() {
        for (int i = 0; i < 15; i++) {
            backoff.called(NOW);
        }
        backoff.answered(refusing(null), NOW, 1);
        assertThat(backoff.dueAt()).isEqualTo(NOW.plusSeconds(15));
        backoff.setBack(Duration.ofSeconds(20));
        assertThat(backoff.mayCallAt()).isEqualTo(NOW.minusSeconds(5));
        assertThat(backoff.dueAt()).isEqualTo(NOW.minusSeconds(5));
        assertThat(backoff.isCheckDue(NOW.minusSeconds(19))).isTrue();
        assertThat(backoff.isCheckDue(NOW.minusSeconds(20))).isFalse();
    }

    @Test
    void reports_are_kept_until_they_are_received_and_the_newest_of_a_reason_counts() {
        assertThat(reports.isEmpty()).isTrue();
        reports.add(outcome("reader", "Accepted", "first"));
        reports.add(outcome("writer", "Accepted", "other"));
        reports.add(outcome("reader", "Accepted", "second"));
        assertThat(reports.isEmpty()).isFalse();
        List<Outcome> taken = reports.take();
        assertThat(taken).extracting(Outcome::message).containsExactly("other", "second");
        assertThat(reports.isEmpty()).isTrue();

        reports.add(outcome("writer", "Accepted", "newer"));
        reports.failed(taken, NO_ANSWER, NOW, 1);
        assertThat(reports.dueAt()).isEqualTo(NOW.plusSeconds(1));
        reports.setBack(Duration.ofSeconds(1));
        assertThat(reports.dueAt()).isEqualTo(NOW);
        taken = reports.take();
        assertThat(taken).extracting(Outcome::message).containsExactly("second", "newer");
        reports.failed(taken, NO_ANSWER, NOW, 1);
        assertThat(reports.dueAt()).isEqualTo(NOW.plusSeconds(2));
        reports.heard();
        assertThat(reports.dueAt()).isEqualTo(Instant.EPOCH);
        reports.failed(List.of(), NO_ANSWER, NOW, 1);
        assertThat(reports.dueAt()).isEqualTo(NOW.plusSeconds(1));
    }

    private static Issued refusing(@Nullable Duration retryAfter) {
        return new Issued(
                null, List.of(), List.of(new RefusedRole("reader", true, "PodGone", "gone", retryAfter, null)));
    }

    private static Outcome outcome(String role, String reason, String message) {
        return new Outcome(role, reason, message, 0, null, null, null, null);
    }
}
