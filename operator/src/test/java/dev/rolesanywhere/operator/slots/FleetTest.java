package dev.rolesanywhere.operator.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The slots as a simulation in virtual time; {@code make simulate} prints the same. */
class FleetTest {
    private static final Duration SIX_HOURS = Duration.ofHours(6);

    @Test
    void two_thousand_pods_that_start_together_stay_below_the_rate_and_the_first_do_not_wait() {
        Fleet fleet = new Fleet(10, 20, SIX_HOURS).start(2_000, Duration.ZERO).run(Duration.ofMinutes(10));
        assertThat(fleet.mostCallsInASecond(Duration.ZERO, Duration.ofMinutes(10)))
                .isLessThanOrEqualTo(10);
        assertThat(fleet.startUps).hasSize(2_000);
        assertThat(fleet.startUps.subList(0, 10)).containsOnly(Duration.ZERO);
        assertThat(fleet.longestStartUp()).isLessThanOrEqualTo(Duration.ofSeconds(200));
        assertThat(fleet.throttled).isZero();
    }

    @Test
    void fifty_thousand_pods_renew_at_half_the_rate_and_never_after_half_a_life_and_a_slot() {
        Fleet fleet = new Fleet(10, 20, SIX_HOURS).start(50_000, Duration.ZERO).run(Duration.ofHours(24));
        assertThat(fleet.startUps).hasSize(50_000);
        // A certificate may live no longer than 15 minutes, and a sidecar waits no longer than an hour.
        assertThat(fleet.longestDelay).isLessThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(fleet.mostCallsInASecond(Duration.ZERO, Duration.ofHours(24)))
                .isLessThanOrEqualTo(10);
        assertThat(fleet.callsASecond(Duration.ofHours(4), Duration.ofHours(24)))
                .isLessThanOrEqualTo(5.01);
        assertThat(fleet.longestPartOfALife()).isLessThan(0.6);
    }

    @Test
    void pods_that_start_do_not_wait_behind_renewals() {
        Fleet fleet = new Fleet(10, 20, SIX_HOURS).start(50_000, Duration.ZERO).run(Duration.ofHours(12));
        fleet.startUps.clear();
        fleet.start(100, Duration.ofHours(12)).run(Duration.ofHours(13));
        assertThat(fleet.startUps).hasSize(100);
        assertThat(fleet.longestStartUp()).isLessThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void a_lost_operator_costs_at_most_half_the_rate_more_until_its_slots_are_used() {
        Fleet fleet = new Fleet(10, 20, SIX_HOURS)
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
        Fleet fleet = new Fleet(10, 6, SIX_HOURS).start(2_000, Duration.ZERO).run(Duration.ofHours(1));
        assertThat(fleet.startUps).hasSize(2_000);
        assertThat(fleet.throttled).isPositive().isLessThan(2 * 2_000);
        assertThat(fleet.lowestRate).isLessThan(10);
    }
}
