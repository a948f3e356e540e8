package dev.rolesanywhere.e2e.attack;

import java.util.stream.LongStream;

/** The lines that {@link dev.rolesanywhere.e2e.attacker.Customer} prints, added up. */
record Seconds(long answered, long failed, long slowestMillis) {
    /** @param from in epoch milliseconds; earlier output does not count */
    static Seconds of(String log, long from) {
        long answered = 0;
        long failed = 0;
        long slowest = 0;
        for (String line : log.split("\n")) {
            if (line.matches("\\d+ \\d+ \\d+ \\d+")) {
                long[] numbers = LongStream.of(java.util.Arrays.stream(line.split(" "))
                                .mapToLong(Long::parseLong)
                                .toArray())
                        .toArray();
                if (numbers[0] >= from) {
                    answered += numbers[1];
                    failed += numbers[2];
                    slowest = Math.max(slowest, numbers[3]);
                }
            }
        }
        return new Seconds(answered, failed, slowest);
    }

    Served as(String what) {
        return new Served(what, answered, failed, slowestMillis);
    }
}
