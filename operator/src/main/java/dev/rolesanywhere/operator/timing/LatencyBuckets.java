package dev.rolesanywhere.operator.timing;

import java.time.Duration;
import java.util.stream.LongStream;

/** The bounds of histograms: few, because each bound is a series, and close to normal and too long durations. */
public final class LatencyBuckets {
    private LatencyBuckets() {}

    public static Duration[] bounds() {
        return LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
                .mapToObj(Duration::ofMillis)
                .toArray(Duration[]::new);
    }
}
