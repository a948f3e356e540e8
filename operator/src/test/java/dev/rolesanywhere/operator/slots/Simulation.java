package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.util.Comparator;

/** {@code make simulate}: the effect of the slots on 2,000 and 50,000 pods, in virtual time. */
public final class Simulation {
    private static final Duration SIX_HOURS = Duration.ofHours(6);

    private Simulation() {}

    public static void main(String[] args) {
        System.out.println("""
                Virtual time; sessions of 6 h, leaves of 1 h; 10 calls a second configured. AWS is a token bucket of 20 a second, or of what the
                line says, that holds a second's calls, and answers after 0.1 to 0.5 s.
                start: from a pod's first request to its credentials, median and worst, in seconds. peak: most calls in one second.
                steady: calls a second in the second half. life: the most of a session that passed before it was renewed. lost: sessions that ended before.
                """);
        System.out.println(
                "                                     started   median    worst   peak   steady   life   throttled   lost");
        print("2,000 pods at once", fleet(20, 0).start(2_000, Duration.ZERO).run(Duration.ofHours(12)), 12);
        print("50,000 pods at once", fleet(20, 0).start(50_000, Duration.ZERO).run(Duration.ofHours(24)), 24);
        print(
                "50,000, operator lost in between",
                fleet(20, 0)
                        .start(50_000, Duration.ZERO)
                        .run(Duration.ofMinutes(40))
                        .takeOver()
                        .run(Duration.ofHours(24)),
                24);
        print(
                "2,000, operator lost, 2,000 more",
                fleet(20, 0)
                        .start(2_000, Duration.ZERO)
                        .run(Duration.ofSeconds(100))
                        .takeOver()
                        .start(2_000, Duration.ofSeconds(100))
                        .run(Duration.ofHours(12)),
                12);
        print(
                "50,000, no operator for two hours",
                fleet(20, 0)
                        .start(50_000, Duration.ZERO)
                        .run(Duration.ofHours(8))
                        .withoutOperator(Duration.ofHours(2))
                        .run(Duration.ofHours(24)),
                24);
        print(
                "50,000, no AWS for two hours",
                fleet(20, 0)
                        .start(50_000, Duration.ZERO)
                        .run(Duration.ofHours(8))
                        .withoutAws(Duration.ofHours(2))
                        .run(Duration.ofHours(24)),
                24);
        print(
                "2,000, AWS takes 6 a second",
                fleet(6, 0).start(2_000, Duration.ZERO).run(Duration.ofHours(12)),
                12);
        print(
                "2,000, AWS 10, others take 5",
                fleet(10, 5).start(2_000, Duration.ZERO).run(Duration.ofHours(12)),
                12);
    }

    private static Fleet fleet(double awsRate, double others) {
        return new Fleet(10, new Throttle(awsRate, others), SIX_HOURS);
    }

    private static void print(String what, Fleet fleet, int hours) {
        Duration end = Duration.ofHours(hours);
        var startUps = fleet.startUps.stream().sorted(Comparator.naturalOrder()).toList();
        System.out.printf(
                "%-34s %,9d %8d %8d %6d %8.2f %6.2f %11d %6d%n",
                what,
                startUps.size(),
                startUps.get(startUps.size() / 2).toSeconds(),
                startUps.getLast().toSeconds(),
                fleet.mostCallsInASecond(Duration.ZERO, end),
                fleet.callsASecond(end.dividedBy(2), end),
                fleet.longestPartOfALife(),
                fleet.throttled,
                fleet.expired);
    }
}
