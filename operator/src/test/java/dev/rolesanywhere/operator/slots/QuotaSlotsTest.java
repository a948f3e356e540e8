package dev.rolesanywhere.operator.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.TestClock;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.issuance.Held;
import dev.rolesanywhere.operator.issuance.Slot;
import dev.rolesanywhere.operator.issuance.SlotRequest;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.role.ArnPlace;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaSlotsTest {
    private static final ArnPlace IRELAND = new ArnPlace("aws", "eu-west-1", "111122223333");
    private static final ArnPlace OREGON = new ArnPlace("aws", "us-west-2", "111122223333");

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final QuotaSlots slots = new QuotaSlots(new TestSettings(), new SecureRandom(), clock, metrics);

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1001})
    void a_rate_that_cannot_be_meant_is_refused_at_the_start(int rate) {
        OperatorSettings settings = new TestSettings().withCreateSessionRate(rate);
        assertThatThrownBy(() -> new QuotaSlots(settings, new SecureRandom(), clock, metrics))
                .hasMessageStartingWith("aws.createSessionRate (ROLESANYWHERE_AWS_CREATE_SESSION_RATE) is " + rate
                        + ". Set the calls a second that this cluster may make, 1 to 1000");
    }

    @Test
    void each_account_and_region_has_a_quota_of_its_own() {
        for (int i = 0; i < 50; i++) {
            ask(IRELAND, "pod-" + i);
        }
        assertThat(ask(OREGON, "other")).isEqualTo(new Slot.Granted(Duration.ZERO, null));
    }

    @Test
    void rate_slots_ahead_and_wait_are_metrics() {
        ask(IRELAND, "first");
        clock.pass(Duration.ofMinutes(3));
        for (int i = 0; i < 2000; i++) {
            ask(IRELAND, "pod-" + i);
        }
        assertThat(gauge("slots.rate")).isEqualTo(10);
        assertThat(gauge("slots.ahead")).isEqualTo(9 * 120);
        assertThat(gauge("slots.wait.seconds")).isBetween(200.0, 300.0);
        assertThat(counter("slots.deferred")).isEqualTo(2000 - 9 * 121);
    }

    @Test
    void throttled_pods_count_and_lower_the_rate() {
        ask(IRELAND, "pod");
        clock.pass(Duration.ofMinutes(3));
        slots.heard(throttled("pod"));
        slots.heard(throttled("stranger"));
        assertThat(counter("slots.throttled")).isEqualTo(1);
        assertThat(gauge("slots.rate")).isEqualTo(7);
    }

    private Slot ask(ArnPlace place, String pod) {
        return slots.next(new SlotRequest(place, pod, "reader", Duration.ofHours(6), Held.NOTHING));
    }

    private Outcome throttled(String pod) {
        return new Outcome(
                new PodReference("shop", pod, pod, "orders"),
                "reader",
                RoleCondition.Reason.Throttled,
                "slow down",
                clock.instant(),
                null,
                null,
                null);
    }

    private double gauge(String name) {
        return metrics.get(name)
                .tags("account", "111122223333", "region", "eu-west-1")
                .gauge()
                .value();
    }

    private double counter(String name) {
        return metrics.get(name)
                .tags("account", "111122223333", "region", "eu-west-1")
                .counter()
                .count();
    }
}
