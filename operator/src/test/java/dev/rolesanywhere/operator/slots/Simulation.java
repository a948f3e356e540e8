package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.util.Comparator;

/** {@code make simulate}: what the slots do to 2,000 and 50,000 pods, in virtual time. */
public final class Simulation {
    private static final Duration SIX_HOURS = Duration.ofHours(6);

    private Simulation() {}

    public static void main(String[] args) {
        System.out.println(
                "Virtual time; sessions of 6 h; 10 calls a second configured; AWS takes 20, or what the line says.");
        System.out.println(
                "median and worst start: from the pod's request to its credentials. life: the most of a session that passed between renewals.");
        print(
                "2,000 pods at once",
                new Fleet(10, 20, SIX_HOURS).start(2_000, Duration.ZERO).run(Duration.ofHours(12)),
                12);
        print(
                "50,000 pods at once",
                new Fleet(10, 20, SIX_HOURS).start(50_000, Duration.ZERO).run(Duration.ofHours(24)),
                24);
        print(
                "50,000, operator lost in between",
                new Fleet(10, 20, SIX_HOURS)
                        .start(50_000, Duration.ZERO)
                        .run(Duration.ofMinutes(40))
                        .takeOver()
                        .run(Duration.ofHours(24)),
                24);
        print(
                "2,000, operator lost, 2,000 more",
                new Fleet(10, 20, SIX_HOURS)
                        .start(2_000, Duration.ZERO)
                        .run(Duration.ofSeconds(100))
                        .takeOver()
                        .start(2_000, Duration.ofSeconds(100))
                        .run(Duration.ofHours(12)),
                12);
        print(
                "2,000, AWS has 6 a second left",
                new Fleet(10, 6, SIX_HOURS).start(2_000, Duration.ZERO).run(Duration.ofHours(12)),
                12);
    }

    private static void print(String what, Fleet fleet, int hours) {
        Duration end = Duration.ofHours(hours);
        var startUps = fleet.startUps.stream().sorted(Comparator.naturalOrder()).toList();
        System.out.printf(
                "%-34s started %,7d  median start %5d s  worst %5d s  most calls in a second %2d  steady %.2f/s  life %.2f  throttled %d%n",
                what,
                startUps.size(),
                startUps.get(startUps.size() / 2).toSeconds(),
                startUps.getLast().toSeconds(),
                fleet.mostCallsInASecond(Duration.ZERO, end),
                fleet.callsASecond(end.dividedBy(2), end),
                fleet.longestPartOfALife(),
                fleet.throttled);
    }
}
