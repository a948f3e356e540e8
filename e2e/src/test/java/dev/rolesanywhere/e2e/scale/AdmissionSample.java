package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.e2e.scale.AdmissionParts.Spent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The measurements of one kind of pod: the times, their parts by the API server's metrics, and the CPU. */
final class AdmissionSample {
    private final List<Long> micros = new ArrayList<>();
    private final Map<String, Spent> parts = new TreeMap<>();
    private final Map<String, Long> cpuMillis = new TreeMap<>();

    /** In milliseconds. */
    record Latency(double median, double p99) {
        Latency over(Latency other) {
            return new Latency(median - other.median, p99 - other.p99);
        }

        @Override
        public String toString() {
            return "%.1f / %.1f".formatted(median, p99);
        }
    }

    void times(List<Long> measured) {
        micros.addAll(measured);
        micros.sort(Comparator.naturalOrder());
    }

    void parts(Map<String, Spent> before, Map<String, Spent> after) {
        after.forEach((part, spent) ->
                parts.merge(part, spent.since(before.getOrDefault(part, new Spent(0, 0))), Spent::plus));
    }

    void cpu(Map<String, Long> before, Map<String, Long> after) {
        after.forEach((process, millis) ->
                cpuMillis.merge(process, millis - before.getOrDefault(process, millis), Long::sum));
    }

    Latency latency() {
        return new Latency(micros.get(micros.size() / 2) / 1000.0, micros.get(micros.size() * 99 / 100) / 1000.0);
    }

    void print(String kind) {
        System.out.printf("  %-27s %s%n", kind, latency());
        parts.forEach((part, spent) -> {
            if (spent.calls() > 0) {
                System.out.printf(
                        "    %-45s %6.2f ms a pod, in %.2f calls%n",
                        part, spent.seconds() * 1000 / micros.size(), spent.calls() / micros.size());
            }
        });
        cpuMillis.forEach((process, millis) ->
                System.out.printf("    CPU of %-38s %6.2f ms a pod%n", process, millis / (double) micros.size()));
    }
}
