package dev.rolesanywhere.operator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeStoreTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final OutcomeStore store = new OutcomeStore(clock);

    @Test
    void pods_with_requests_and_served_pods_are_counted() {
        store.issued(pod("a"), "reader");
        store.issued(pod("b"), "reader");
        store.answered(outcome("a", "Accepted", clock.instant().plusSeconds(3600)));

        assertThat(store.of("reader").pods()).isEqualTo("1/2");
        assertThat(store.of("reader", pod -> pod.name().equals("b")).pods()).isEqualTo("0/1");
        assertThat(store.of("writer")).isEqualTo(ReportedOutcomes.NOTHING);
    }

    @Test
    void a_new_certificate_keeps_the_last_answer_of_aws() {
        store.answered(outcome("a", "Accepted", clock.instant().plusSeconds(3600)));
        store.issued(pod("a"), "reader");

        assertThat(store.of("reader").pods()).isEqualTo("1/1");
    }

    @Test
    void a_place_in_the_queue_is_known_until_there_is_a_certificate() {
        Instant turn = clock.instant().plusSeconds(600);
        store.queued(pod("a"), "reader", turn);
        assertThat(store.of("reader").reports().getFirst().queuedUntil()).isEqualTo(turn);

        store.issued(pod("a"), "reader");
        assertThat(store.of("reader").reports().getFirst().queuedUntil()).isNull();
    }

    @Test
    void an_expired_session_does_not_count_and_that_is_not_the_same_as_no_report() {
        store.answered(outcome("a", "Accepted", clock.instant().plusSeconds(7200)));

        clock.pass(Duration.ofSeconds(7199));
        assertThat(store.of("reader").asked()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(1));
        assertThat(store.of("reader").asked()).isZero();
        assertThat(store.of("reader").everReported()).isTrue();
    }

    @Test
    void a_pod_that_did_not_renew_is_remembered_for_a_day() {
        store.answered(outcome("a", "Accepted", clock.instant().plusSeconds(3600)));

        clock.pass(Duration.ofHours(24));
        assertThat(store.of("reader").asked()).isZero();
        assertThat(store.of("reader").reports()).hasSize(1);
        clock.pass(Duration.ofHours(1));
        store.announce();
        assertThat(store.of("reader").reports()).isEmpty();
    }

    @Test
    void a_refusal_that_is_repeated_does_not_begin_again() {
        Instant first = clock.instant();
        store.answered(outcome("a", "ClockSkew", null));
        clock.pass(Duration.ofMinutes(5));
        store.answered(outcome("a", "ClockSkew", null));
        assertThat(store.of("reader").reports().getFirst().since()).isEqualTo(first);

        store.answered(outcome("a", "RoleNotInProfile", null));
        assertThat(store.of("reader").reports().getFirst().since()).isEqualTo(clock.instant());
    }

    @Test
    void active_sessions_are_summed_up() {
        store.answered(outcome("a", "Accepted", clock.instant().plusSeconds(3600)));
        store.answered(outcome("b", "Accepted", clock.instant().plusSeconds(1800)));
        store.answered(outcome("c", "ClockSkew", null));

        assertThat(store.sessions()).isEqualTo(2);
        assertThat(store.earliestExpiration()).contains(clock.instant().plusSeconds(1800));
        clock.pass(Duration.ofHours(1));
        assertThat(store.sessions()).isZero();
        assertThat(store.earliestExpiration()).isEmpty();
    }

    @Test
    void a_reported_expiration_years_ahead_is_not_believed() {
        store.answered(outcome("a", "Accepted", Instant.MAX));

        clock.pass(Duration.ofHours(12));
        assertThat(store.of("reader").asked()).isZero();
    }

    @Test
    void an_unserved_pod_is_forgotten_after_an_hour_of_silence() {
        store.notIssued(pod("a"), "reader", IssuingReason.NamespaceNotAllowed, "no");
        assertThat(store.of("reader").asked()).isEqualTo(1);

        clock.pass(Duration.ofHours(1));
        assertThat(store.of("reader").asked()).isZero();
    }

    @Test
    void a_deleted_pod_is_forgotten_with_all_its_roles() {
        store.issued(pod("a"), "reader");
        store.issued(pod("a"), "writer");
        store.forget("uid-a");

        assertThat(store.reportsOf(pod("a").namespace())).isEmpty();
    }

    @Test
    void many_outcomes_of_a_role_are_announced_once() {
        List<String> announced = new ArrayList<>();
        store.onChange(announced::add);

        store.issued(pod("a"), "reader");
        store.answered(outcome("a", "ClockSkew", null));
        store.issued(pod("b"), "reader");
        store.announce();
        store.announce();

        assertThat(announced).containsExactly("reader");
    }

    @Test
    void an_end_is_announced_without_a_new_report() {
        store.answered(outcome("a", "Accepted", clock.instant().plusSeconds(7200)));
        store.answered(outcome("b", "Accepted", clock.instant().plusSeconds(3600)));
        List<String> announced = announcedFromNow();

        clock.pass(Duration.ofSeconds(3599));
        store.announce();
        assertThat(announced).isEmpty();
        clock.pass(Duration.ofSeconds(1));
        store.announce();
        assertThat(announced).hasSize(1);
        clock.pass(Duration.ofHours(1));
        store.announce();
        assertThat(announced).hasSize(2);
        clock.pass(Duration.ofHours(23));
        store.announce();
        assertThat(announced).hasSize(3);
        assertThat(store.of("reader").reports()).hasSize(1);
    }

    @Test
    void the_end_of_a_session_is_announced_although_the_pod_has_sent_a_later_request() {
        store.answered(outcome("a", "Accepted", clock.instant().plusSeconds(1200)));
        store.answered(outcome("b", "Accepted", clock.instant().plusSeconds(1000)));
        clock.pass(Duration.ofMinutes(15));
        store.issued(pod("a"), "reader");
        clock.pass(Duration.ofSeconds(100));
        List<String> announced = announcedFromNow();

        clock.pass(Duration.ofSeconds(199));
        store.announce();
        assertThat(announced).isEmpty();
        clock.pass(Duration.ofSeconds(1));
        store.announce();
        store.announce();
        assertThat(announced).hasSize(1);
    }

    @Test
    void the_end_of_a_session_is_announced_for_its_role_only() {
        store.answered(outcome("a", "Accepted", clock.instant().plusSeconds(1200)));
        store.answered(outcome("writer", "a", "Accepted", clock.instant().plusSeconds(2400)));
        List<String> announced = announcedFromNow();

        clock.pass(Duration.ofSeconds(1200));
        store.announce();
        assertThat(announced).containsExactly("reader");
    }

    @Test
    void the_reports_of_a_namespace_are_about_all_roles_and_its_own_pods() {
        store.issued(pod("a"), "reader");
        store.issued(pod("a"), "writer");
        store.issued(new PodReference("other", "a", "uid-other", "orders"), "reader");

        assertThat(store.reportsOf("shop")).hasSize(2).allMatch(report -> report.pod()
                .equals(pod("a")));
        assertThat(store.reportsOf("unknown")).isEmpty();
    }

    @Test
    void pods_of_one_namespace_push_out_their_own_outcomes_only() {
        OutcomeStore small = new OutcomeStore(clock, 20_000);
        small.issued(pod("quiet"), "reader");
        for (int i = 0; i < 1000; i++) {
            small.notIssued(
                    new PodReference("loud", "p", "uid-loud-" + i, "app"),
                    "writer",
                    IssuingReason.IdentityTooLong,
                    "x".repeat(500));
        }
        assertThat(small.of("reader").asked()).isEqualTo(1);
        assertThat(small.of("writer").asked()).isBetween(5, 11);
    }

    private static PodReference pod(String name) {
        return new PodReference("shop", name, "uid-" + name, "orders");
    }

    private List<String> announcedFromNow() {
        store.announce();
        List<String> announced = new ArrayList<>();
        store.onChange(announced::add);
        return announced;
    }

    private Outcome outcome(String pod, String reason, @Nullable Instant expiration) {
        return outcome("reader", pod, reason, expiration);
    }

    private Outcome outcome(String role, String pod, String reason, @Nullable Instant expiration) {
        return new Outcome(pod(pod), role, RoleCondition.Reason.valueOf(reason), clock.instant(), 3600L, expiration);
    }
}
