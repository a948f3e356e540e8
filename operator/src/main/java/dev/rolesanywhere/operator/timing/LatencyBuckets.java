package dev.rolesanywhere.operator.timing;

import java.time.Duration;
import java.util.stream.LongStream;

/** The bounds of histograms: few, since each is a series, and around what is normal and what is too long. */
public final class LatencyBuckets {
    private LatencyBuckets() {}

    public static Duration[] bounds() {
        return LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
                .mapToObj(Duration::ofMillis)
                .toArray(Duration[]::new);
    }
}
