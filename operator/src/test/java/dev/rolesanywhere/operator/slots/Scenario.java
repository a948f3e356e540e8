package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.util.List;

/**
 * What is simulated: pods with one role each, all of one account and region.
 *
 * @param pods that start at the same moment, {@code startAt} after the begin
 * @param latecomers that start together at {@code latecomersAt}
 * @param rate configured, in calls a second
 * @param quota what AWS takes: a bucket of one second's calls
 * @param life of each session, as asked for and granted
 * @param others calls a second of other clusters in the same account
 * @param othersFrom since when; {@code othersUntil} until when
 * @param leaderLostAt when the active operator dies: 17 s without any, then one without memory
 */
record Scenario(
        String name,
        int pods,
        int latecomers,
        Duration latecomersAt,
        int rate,
        int quota,
        Duration life,
        double others,
        Duration othersFrom,
        Duration othersUntil,
        List<Duration> leaderLostAt,
        Duration runs) {

    static Scenario of(String name, int pods, int rate, Duration life, Duration runs) {
        return new Scenario(
                name, pods, 0, Duration.ZERO, rate, rate, life, 0, Duration.ZERO, Duration.ZERO, List.of(), runs);
    }

    Scenario losingTheLeaderAt(Duration... times) {
        return new Scenario(
                name,
                pods,
                latecomers,
                latecomersAt,
                rate,
                quota,
                life,
                others,
                othersFrom,
                othersUntil,
                List.of(times),
                runs);
    }

    Scenario withOthers(double callsPerSecond, Duration from, Duration until) {
        return new Scenario(
                name,
                pods,
                latecomers,
                latecomersAt,
                rate,
                quota,
                life,
                callsPerSecond,
                from,
                until,
                leaderLostAt,
                runs);
    }

    Scenario with(int latecomers, Duration at) {
        return new Scenario(
                name, pods, latecomers, at, rate, quota, life, others, othersFrom, othersUntil, leaderLostAt, runs);
    }
}
