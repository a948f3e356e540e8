package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.e2e.scenario.Installation;
import java.time.Duration;
import java.util.Map;

/**
 * The sizes of the benchmark.
 *
 * @param pods the number of pods, spread over the bindings: at most {@code bindings * 100}
 * @param rate writes per second for creating, changing and deleting bindings, if the API server accepts as many
 * @param quiet the wait after the last write of each step
 * @param tag the tag of existing images
 */
record Sizes(
        int bindings,
        int namespaces,
        int roles,
        int pods,
        int nodes,
        int clients,
        int rate,
        Duration quiet,
        String tag) {
    private static final int PODS_OF_A_NODE = 1_000;

    static Sizes of(Map<String, String> environment) {
        var read = new Reader(environment);
        int bindings = read.number("BINDINGS", 1_000);
        int pods = read.number("PODS", bindings * 5);
        return new Sizes(
                bindings,
                read.number("NAMESPACES", Math.max(1, bindings / 50)),
                read.number("ROLES", Math.max(1, bindings / 20)),
                pods,
                Math.max(1, (pods + PODS_OF_A_NODE - 1) / PODS_OF_A_NODE),
                read.number("CLIENTS", 16),
                read.number("RATE", 300),
                Duration.ofSeconds(read.number("QUIET", 60)),
                read.text("IMAGE_TAG", Installation.VERSION));
    }

    /** One namespace with bindings, and no pods. */
    static Sizes ofAdmission(Map<String, String> environment) {
        var read = new Reader(environment);
        int bindings = read.number("BINDINGS", 50);
        return new Sizes(bindings, 1, 1, 0, 1, 4, 300, Duration.ZERO, read.text("IMAGE_TAG", Installation.VERSION));
    }

    @Override
    public String toString() {
        return "%d bindings and ServiceAccounts in %d namespaces, %d roles, %d pods on %d nodes"
                .formatted(bindings, namespaces, roles, pods, nodes);
    }

    private record Reader(Map<String, String> environment) {
        String text(String variable, String otherwise) {
            String given = environment.getOrDefault(variable, "");
            return given.isEmpty() ? otherwise : given;
        }

        int number(String variable, int otherwise) {
            return Integer.parseInt(text(variable, Integer.toString(otherwise)));
        }
    }
}
