package dev.rolesanywhere.e2e.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process of a benchmark. */
final class BenchmarkProcess {
    private BenchmarkProcess() {}

    /** A benchmark, which may fail anywhere. */
    @FunctionalInterface
    interface Benchmark {
        void run() throws Exception;
    }

    /** Runs the benchmark and ends the JVM, whose other threads would keep the cluster. Prints a failure. */
    static void end(Benchmark benchmark) {
        int status = 1;
        try {
            benchmark.run();
            status = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(status); // Testcontainers' shutdown hook removes the cluster
    }

    /** The machine's load average of the last minute. */
    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }
}
