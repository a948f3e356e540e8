package dev.rolesanywhere.operator.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The slots as a simulation in virtual time; {@code make simulate} prints the same over whole days. */
class FleetTest {
    private static final Duration SIX_HOURS = Duration.ofHours(6);

    @Test
    void two_thousand_pods_that_start_together_stay_below_the_rate_and_the_first_do_not_wait() {
        Fleet fleet = fleet(20).start(2_000, Duration.ZERO).run(Duration.ofMinutes(10));
        assertThat(fleet.mostCallsInASecond(Duration.ZERO, Duration.ofMinutes(10)))
                .isLessThanOrEqualTo(10);
        assertThat(fleet.startUps).hasSize(2_000);
        assertThat(fleet.startUps.subList(0, 10)).allMatch(wait -> wait.compareTo(Duration.ofSeconds(1)) < 0);
        assertThat(fleet.longestStartUp()).isLessThanOrEqualTo(Duration.ofSeconds(200));
        assertThat(fleet.throttled).isZero();
    }

    @Test
    void fifty_thousand_pods_renew_at_half_the_rate_and_never_after_half_a_life() {
        Fleet fleet = fleet(20).start(50_000, Duration.ZERO).run(Duration.ofHours(12));
        assertThat(fleet.startUps).hasSize(50_000);
        // A certificate may live no longer than 15 minutes, and a sidecar waits no longer than an hour.
        assertThat(fleet.longestDelay).isLessThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(fleet.mostCallsInASecond(Duration.ZERO, Duration.ofHours(12)))
                .isLessThanOrEqualTo(10);
        assertThat(fleet.callsASecond(Duration.ofHours(4), Duration.ofHours(12)))
                .isLessThanOrEqualTo(5.5);
        assertThat(fleet.longestPartOfALife()).isLessThanOrEqualTo(0.5);
    }

    @Test
    void pods_that_start_do_not_wait_behind_renewals() {
        Fleet fleet = fleet(20).start(50_000, Duration.ZERO).run(Duration.ofHours(6));
        fleet.startUps.clear();
        fleet.start(100, Duration.ofHours(6)).run(Duration.ofHours(7));
        assertThat(fleet.startUps).hasSize(100);
        assertThat(fleet.longestStartUp()).isLessThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void a_lost_operator_adds_at_most_half_the_rate_until_its_slots_are_used() {
        Fleet fleet = fleet(20)
                .start(2_000, Duration.ZERO)
                .run(Duration.ofSeconds(100))
                .takeOver()
                .start(2_000, Duration.ofSeconds(100))
                .run(Duration.ofMinutes(20));
        assertThat(fleet.startUps).hasSize(4_000);
        assertThat(fleet.mostCallsInASecond(Duration.ZERO, Duration.ofMinutes(20)))
                .isLessThanOrEqualTo(15);
        assertThat(fleet.throttled).isZero();
    }

    @Test
    void an_account_shared_with_another_cluster_is_felt_and_everybody_starts() {
        Fleet fleet = fleet(6).start(2_000, Duration.ZERO).run(Duration.ofHours(1));
        assertThat(fleet.startUps).hasSize(2_000);
        assertThat(fleet.throttled).isPositive().isLessThan(2 * 2_000);
        assertThat(fleet.lowestRate).isLessThan(10);
    }

    @Test
    void fifty_thousand_pods_without_an_operator_spread_their_calls_and_lose_no_session() {
        Fleet fleet = fleet(20)
                .start(50_000, Duration.ZERO)
                .run(Duration.ofHours(5))
                .withoutOperator(Duration.ofHours(2))
                .run(Duration.ofHours(12));
        assertThat(fleet.mostCallsInASecond(Duration.ofHours(5), Duration.ofHours(7)))
                .isLessThanOrEqualTo(20);
        assertThat(fleet.throttled).isZero();
        assertThat(fleet.expired).isZero();
    }

    @Test
    void after_two_hours_without_aws_all_pods_renew_within_the_rate_and_lose_no_session() {
        Fleet fleet = fleet(20)
                .start(50_000, Duration.ZERO)
                .run(Duration.ofHours(5))
                .withoutAws(Duration.ofHours(2))
                .run(Duration.ofHours(12));
        assertThat(fleet.mostCallsInASecond(Duration.ofHours(7), Duration.ofHours(12)))
                .isLessThanOrEqualTo(10);
        assertThat(fleet.expired).isZero();
    }

    private static Fleet fleet(double awsRate) {
        return new Fleet(10, new Throttle(awsRate, 0), SIX_HOURS);
    }
}
