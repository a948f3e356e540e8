package dev.rolesanywhere.operator.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.operator.caller.PodReference;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBudgetTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final EventBudget budget = new EventBudget(clock, 5, 50);

    @Test
    void a_pod_gets_the_same_event_once_in_ten_minutes() {
        PodReference pod = pod("shop", "orders", "a");

        assertThat(budget.takes(pod, "PodDeleted")).isTrue();
        clock.pass(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(budget.takes(pod, "PodDeleted")).isFalse();
        clock.pass(Duration.ofSeconds(1));
        assertThat(budget.takes(pod, "PodDeleted")).isTrue();
    }

    @Test
    void another_reason_or_another_pod_gets_a_separate_event() {
        assertThat(budget.takes(pod("shop", "orders", "a"), "PodDeleted")).isTrue();
        assertThat(budget.takes(pod("shop", "orders", "a"), "PodFinished")).isTrue();
        assertThat(budget.takes(pod("shop", "orders", "b"), "PodDeleted")).isTrue();
    }

    @Test
    void a_workload_of_many_pods_shows_a_problem_on_a_few_of_them() {
        assertThat(IntStream.range(0, 1000)
                        .filter(i -> budget.takes(pod("shop", "orders", "pod-" + i), "RoleNotInProfile")))
                .hasSize(5);
    }

    @Test
    void a_flood_of_pods_in_one_namespace_suppresses_no_event_of_another() {
        IntStream.range(0, 100_000)
                .forEach(i -> budget.takes(pod("attacker", "account-" + i, "pod-" + i), "RefusedUnknown"));

        assertThat(budget.takes(pod("attacker", "one-more", "one-more"), "RefusedUnknown"))
                .isFalse();
        assertThat(budget.takes(pod("shop", "orders", "a"), "PodDeleted")).isTrue();
        clock.pass(EventBudget.QUIET);
        assertThat(budget.takes(pod("attacker", "one-more", "one-more"), "RefusedUnknown"))
                .isTrue();
    }

    @Test
    void a_flood_of_namespaces_suppresses_no_event_and_uses_bounded_memory() {
        IntStream.range(0, 10 * EventBudget.NAMESPACES)
                .forEach(i -> budget.takes(pod("flood-" + i, "any", "pod-" + i), "RefusedUnknown"));

        assertThat(budget.takes(pod("shop", "orders", "a"), "PodDeleted")).isTrue();
        assertThat(budget.takes(pod("shop", "orders", "a"), "PodDeleted")).isFalse();
        assertThat(budget.namespaces()).isEqualTo(EventBudget.NAMESPACES);
    }

    private static PodReference pod(String namespace, String serviceAccount, String name) {
        return new PodReference(namespace, name, "uid-" + name, serviceAccount);
    }
}
