package dev.rolesanywhere.operator.status;

import static dev.rolesanywhere.operator.status.ConditionTurnTest.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.operator.RecordedEvents;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.leadership.Leadership;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConditionEventsTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final RecordedEvents events = new RecordedEvents();
    private final Leadership leadership = new Leadership();
    private final ConditionEvents conditionEvents = new ConditionEvents(events, leadership, clock);

    @BeforeEach
    void lead() {
        leadership.gained();
    }

    @Test
    void a_condition_that_becomes_false_causes_one_warning_and_its_recovery_one_event() {
        change("Ready", null, "False RoleNotFound");
        settle();
        settle();
        change("Ready", "False RoleNotFound", "True Serving");

        assertThat(events.reasons()).containsExactly("orders RoleNotFound", "orders Serving");
        assertThat(events.all)
                .extracting(RecordedEvents.Recorded::kind)
                .containsExactly(Events.Kind.Warning, Events.Kind.Normal);
    }

    @Test
    void objects_that_are_applied_together_cause_no_warning() {
        change("Ready", null, "False RoleNotFound");
        clock.pass(Duration.ofSeconds(14));
        conditionEvents.tell();
        change("Ready", "False RoleNotFound", "True Serving");
        settle();

        assertThat(events.reasons()).containsExactly("orders Serving");
    }

    @Test
    void starting_pods_cause_no_event_and_a_recovery_does() {
        change("PodsServed", "True AllServed", "Unknown PodsStarting");
        change("PodsServed", "Unknown PodsStarting", "True AllServed");
        settle();
        assertThat(events.all).isEmpty();

        change("PodsServed", "True AllServed", "False ImagePullFailed");
        settle();
        change("PodsServed", "False ImagePullFailed", "Unknown PodsStarting");
        change("PodsServed", "Unknown PodsStarting", "True AllServed");
        assertThat(events.reasons()).containsExactly("orders ImagePullFailed", "orders AllServed");
    }

    @Test
    void a_standby_writes_no_event() {
        change("Ready", null, "False RoleNotFound");
        leadership.lost(clock.instant());
        settle();
        leadership.gained();
        settle();

        assertThat(events.all).isEmpty();
    }

    @Test
    void a_condition_that_alternates_causes_a_limited_number_of_events() {
        for (int i = 0; i < 50; i++) {
            change("PodsServed", "True AllServed", "False RefusedByAWS");
            settle();
            change("PodsServed", "False RefusedByAWS", "True AllServed");
        }

        assertThat(events.all).hasSizeBetween(ConditionEvents.AT_ONCE, 2 * ConditionEvents.AT_ONCE);
    }

    @Test
    void thousands_of_new_objects_cause_a_limited_number_of_events() {
        IntStream.range(0, 10_000).forEach(number -> change("orders-" + number, "Ready", null, "True Serving"));

        assertThat(events.all).hasSize(ConditionEvents.NEW_AT_ONCE);
    }

    @Test
    void thousands_of_objects_that_are_applied_before_their_roles_cause_a_limited_number_of_events() {
        IntStream.range(0, 10_000).forEach(number -> {
            change("orders-" + number, "Ready", null, "False RoleNotReady");
            change("orders-" + number, "Ready", "False RoleNotReady", "True Serving");
        });

        assertThat(events.all).hasSize(ConditionEvents.NEW_AT_ONCE);
    }

    @Test
    void a_recovery_is_reported_although_thousands_of_objects_are_new() {
        change("Ready", "True Serving", "False RoleNotFound");
        settle();
        IntStream.range(0, 10_000).forEach(number -> change("orders-" + number, "Ready", null, "True Serving"));
        change("Ready", "False RoleNotFound", "True Serving");

        assertThat(events.reasons()).contains("orders RoleNotFound", "orders Serving");
    }

    private void settle() {
        clock.pass(ConditionEvents.SETTLED);
        conditionEvents.tell();
    }

    private void change(String type, @Nullable String before, String after) {
        change("orders", type, before, after);
    }

    private void change(String name, String type, @Nullable String before, String after) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(
                new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
        conditionEvents.changed(
                binding, before == null ? null : List.of(condition(type, before)), List.of(condition(type, after)));
    }
}
