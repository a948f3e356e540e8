package dev.rolesanywhere.operator.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.operator.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSlotsTest {
    private static final Place IRELAND = new Place("111122223333", "eu-west-1");
    private static final Place FRANKFURT = new Place("111122223333", "eu-central-1");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final TimeSlots slots = slots(10);

    @Test
    void each_account_and_region_has_a_separate_quota() {
        // A new operator starts with half the rate.
        for (int pod = 0; pod < 5; pod++) {
            slots.next(IRELAND, "shop", "uid-" + pod, "reader", Urgency.Pressing);
        }
        assertThat(slots.next(IRELAND, "shop", "uid-5", "reader", Urgency.Pressing)
                        .delay())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(slots.next(FRANKFURT, "shop", "uid-5", "reader", Urgency.Pressing)
                        .delay())
                .isZero();
    }

    @Test
    void throttled_pods_of_two_namespaces_lower_the_rate_of_their_account_and_region_only() {
        slots.next(IRELAND, "shop", "uid-1", "reader", Urgency.Pressing);
        slots.next(IRELAND, "office", "uid-3", "reader", Urgency.Pressing);
        slots.next(FRANKFURT, "shop", "uid-2", "reader", Urgency.Pressing);
        slots.throttled("uid-1", "reader");
        assertThat(rate("eu-west-1")).isEqualTo(10);
        slots.throttled("uid-3", "reader");
        assertThat(rate("eu-west-1")).isEqualTo(7);
        assertThat(rate("eu-central-1")).isEqualTo(10);
    }

    @Test
    void a_pod_without_a_slot_changes_no_rate() {
        slots.next(IRELAND, "shop", "uid-1", "reader", Urgency.Pressing);
        slots.throttled("uid-9", "reader");
        assertThat(rate("eu-west-1")).isEqualTo(10);
    }

    @Test
    void calls_that_aws_accepts_raise_the_rate_again() {
        slots.next(IRELAND, "shop", "uid-1", "reader", Urgency.Pressing);
        slots.next(IRELAND, "office", "uid-3", "reader", Urgency.Pressing);
        slots.next(IRELAND, "office", "uid-5", "reader", Urgency.Pressing);
        slots.throttled("uid-1", "reader");
        slots.throttled("uid-3", "reader");
        slots.accepted("uid-5", "reader");
        assertThat(rate("eu-west-1")).isEqualTo(7.05);
    }

    @Test
    void a_returned_slot_is_free_and_a_failed_slot_is_used() {
        for (int pod = 0; pod < 5; pod++) {
            slots.next(IRELAND, "shop", "uid-" + pod, "reader", Urgency.Pressing);
        }
        slots.failed("uid-1", "reader");
        assertThat(slots.next(IRELAND, "shop", "uid-1", "reader", Urgency.Pressing)
                        .delay())
                .isEqualTo(Duration.ofSeconds(1));
        slots.giveBack("uid-2", "reader");
        assertThat(slots.next(IRELAND, "shop", "uid-9", "reader", Urgency.Pressing)
                        .delay())
                .isZero();
    }

    @Test
    void the_metrics_of_a_place_show_its_pods_its_last_wait_and_throttled_calls() {
        for (int pod = 0; pod < 6; pod++) {
            slots.next(IRELAND, "shop", "uid-" + pod, "reader", Urgency.Pressing);
        }
        slots.next(FRANKFURT, "shop", "uid-7", "reader", Urgency.Pressing);
        slots.throttled("uid-1", "reader");
        slots.throttled("uid-1", "reader");
        assertThat(gauge("rolesanywhere.sessions.slots.pods", "eu-west-1")).isEqualTo(6);
        assertThat(gauge("rolesanywhere.sessions.slots.wait.seconds", "eu-west-1"))
                .isEqualTo(1);
        assertThat(gauge("rolesanywhere.sessions.slots.pods", "eu-central-1")).isEqualTo(1);
        assertThat(metrics.get("rolesanywhere.sessions.throttled")
                        .tag("region", "eu-west-1")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 1000})
    void the_lowest_and_the_highest_rate_are_kept(double rate) {
        slots(rate).next(IRELAND, "shop", "uid-1", "reader", Urgency.Pressing);
        assertThat(rate("eu-west-1")).isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1.9, -3, 1001, Double.NaN})
    void an_invalid_rate_is_rejected_with_the_correction(double rate) {
        assertThatThrownBy(() -> slots(rate)).hasMessageContaining("write a number of calls a second from 2 to 1000");
    }

    private double rate(String region) {
        return gauge("rolesanywhere.sessions.rate", region);
    }

    private double gauge(String name, String region) {
        return metrics.get(name).tag("region", region).gauge().value();
    }

    private TimeSlots slots(double rate) {
        return new TimeSlots(
                TestSettings.calling(rate),
                metrics,
                Clock.fixed(Instant.parse("2026-01-02T03:14:05Z"), ZoneOffset.UTC));
    }
}
