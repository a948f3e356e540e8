package dev.rolesanywhere.operator.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the schedule makes of many pods; docs/operations.md shows the figures. */
class SimulationTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HALF_OF_SIX_HOURS = Duration.ofHours(3);

    @Test
    void two_thousand_pods_at_once_start_at_the_rate_and_the_first_at_once() {
        Report report = Fleet.run(Scenarios.ROLLOUT);
        allAreServed(report);
        assertThat(report.start(0)).isLessThan(Duration.ofSeconds(1));
        assertThat(report.startedWithin(MINUTE)).isGreaterThan(500);
        assertThat(report.start(1)).isLessThan(Duration.ofMinutes(5));
        assertThat(report.busiest(TEN_SECONDS)).isLessThanOrEqualTo(11);
        assertThat(report.busiest(MINUTE)).isLessThanOrEqualTo(10);
        assertThat(report.steadyPeak()).isLessThanOrEqualTo(5);
        assertThat(report.longestInterval).isLessThan(Duration.ofMinutes(30).toMillis());
    }

    @Test
    void a_leader_that_is_lost_while_they_start_costs_them_minutes_and_never_twice_the_rate() {
        Report report = Fleet.run(Scenarios.ROLLOUT_LEADER_LOST);
        allAreServed(report);
        assertThat(report.start(1)).isLessThan(Duration.ofMinutes(10));
        assertThat(report.busiest(TEN_SECONDS)).isLessThan(16);
        assertThat(report.busiest(MINUTE)).isLessThan(14);
    }

    @Test
    void another_cluster_that_takes_more_than_half_is_made_room_for() {
        Report report = Fleet.run(Scenarios.ROLLOUT_SHARED);
        allAreServed(report);
        // Four a second are left: no less than 500 s.
        assertThat(report.start(1)).isLessThan(Duration.ofMinutes(15));
        assertThat(report.throttled).isPositive().isLessThan(1000);
        assertThat(report.lastThrottledAfterBegin()).isLessThan(Duration.ofMinutes(30));
    }

    @Test
    void fifty_thousand_pods_start_at_the_rate_and_then_use_half_of_it() {
        Report report = Fleet.run(Scenarios.LARGE);
        allAreServed(report);
        assertThat(report.start(0)).isLessThan(Duration.ofSeconds(1));
        assertThat(report.startedWithin(MINUTE)).isGreaterThan(500);
        assertThat(report.start(1)).isLessThan(Duration.ofHours(2));
        assertThat(report.busiest(MINUTE)).isLessThan(10.5);
        // Half of a session's life matters more: 50,000 that renew after 2 h 39 min on average are 5.2 a second.
        assertThat(report.steadyRate()).isLessThan(5.5);
        assertThat(report.longestInterval).isLessThan(HALF_OF_SIX_HOURS.toMillis());
    }

    @Test
    void no_session_ends_when_the_leader_of_fifty_thousand_is_lost_as_they_start_and_as_they_renew() {
        Report report = Fleet.run(Scenarios.LARGE_LEADER_LOST);
        allAreServed(report);
        assertThat(report.start(1)).isLessThan(Duration.ofMinutes(150));
        assertThat(report.busiest(MINUTE)).isLessThan(12);
        assertThat(report.longestInterval).isLessThan(HALF_OF_SIX_HOURS.toMillis());
    }

    @Test
    void two_thousand_more_start_among_fifty_thousand_with_at_least_half_of_the_rate() {
        Report report = Fleet.run(Scenarios.LARGE_AND_ROLLOUT);
        allAreServed(report);
        assertThat(report.lateStart(0)).isLessThan(Duration.ofSeconds(1));
        assertThat(report.lateStart(1)).isLessThan(Duration.ofMinutes(9));
        assertThat(report.busiest(MINUTE)).isLessThan(11);
        assertThat(report.steadyRate()).isLessThan(5.2);
        assertThat(report.longestInterval).isLessThan(Duration.ofHours(6).toMillis());
    }

    private static void allAreServed(Report report) {
        assertThat(report.neverServed).isZero();
        assertThat(report.expired).isZero();
    }
}
