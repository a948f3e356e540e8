package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.util.List;

/** Those that docs/operations.md shows. */
final class Scenarios {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HALF_A_DAY = Duration.ofHours(12);

    static final Scenario ROLLOUT =
            Scenario.of("2,000 pods at once, sessions of 1 h", 2000, 10, HOUR, HALF_A_DAY);
    static final Scenario ROLLOUT_LEADER_LOST = Scenario.of(
                    "2,000 pods at once, sessions of 1 h, the leader lost after 60 s",
                    2000,
                    10,
                    HOUR,
                    HALF_A_DAY)
            .losingTheLeaderAt(Duration.ofSeconds(60));
    static final Scenario ROLLOUT_SHARED = Scenario.of(
                    "2,000 pods at once, sessions of 1 h, another cluster takes 6 calls a second for 30 min",
                    2000,
                    10,
                    HOUR,
                    HALF_A_DAY)
            .withOthers(6, Duration.ZERO, Duration.ofMinutes(30));
    static final Scenario LARGE =
            Scenario.of("50,000 pods at once, sessions of 6 h", 50_000, 10, Duration.ofHours(6), HALF_A_DAY);
    static final Scenario LARGE_LEADER_LOST = Scenario.of(
                    "50,000 pods at once, sessions of 6 h, the leader lost after 40 min and after 8 h",
                    50_000,
                    10,
                    Duration.ofHours(6),
                    HALF_A_DAY)
            .losingTheLeaderAt(Duration.ofMinutes(40), Duration.ofHours(8));
    static final Scenario LARGE_AND_ROLLOUT = Scenario.of(
                    "50,000 pods with sessions of 12 h, and 2,000 more after 8 h",
                    50_000,
                    10,
                    HALF_A_DAY,
                    HALF_A_DAY)
            .with(2000, Duration.ofHours(8));

    static final List<Scenario> ALL =
            List.of(ROLLOUT, ROLLOUT_LEADER_LOST, ROLLOUT_SHARED, LARGE, LARGE_LEADER_LOST, LARGE_AND_ROLLOUT);

    private Scenarios() {}
}
