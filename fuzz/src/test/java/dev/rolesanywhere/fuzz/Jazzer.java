package dev.rolesanywhere.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A run of Jazzer in a separate JVM, because Jazzer instruments the classes that it loads. More than half a minute or
 * 512 MB of heap for one input count as a finding.
 *
 * @param work contains the inputs, the findings and the log
 */
record Jazzer(Path work) {
    /** The time limit for loading, instrumenting and the seeds on a busy machine. */
    private static final Duration START = Duration.ofMinutes(3);

    /** With a shorter time, the second compiler uses more time than it saves. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    /** The exit code of {@code timeout}. */
    private static final int NOT_IN_TIME = 124;

    /** @param findings directory of Jazzer's findings, empty without a finding */
    record Result(int exit, Map<String, Long> tried, List<Path> findings, Path log) {
        private static final int LINES = 30;

        /** The end of the log, with the finding. */
        String tail() {
            try {
                List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
                return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
            } catch (IOException e) {
                return "no log: " + e.getMessage();
            }
        }
    }

    /** @param seed of the random numbers; 0 for another one each time */
    Result run(List<Target> targets, Duration time, int seed) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        Path findings = Files.createDirectories(work.resolve("findings"));
        Path counts = work.resolve("counts");
        Files.deleteIfExists(counts);
        writeSeeds(targets, corpus);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-Xmn256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-D" + Driver.COUNTS + "=" + counts,
                "-cp",
                System.getProperty("java.class.path")));
        if (time.compareTo(LONG_ENOUGH) < 0) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        if (targets.size() == 1) {
            command.add("-D" + Driver.TARGET + "=" + targets.getFirst());
        }
        command.addAll(List.of(
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Driver.class.getName(),
                "--instrumentation_includes=dev.rolesanywhere.**:org.bouncycastle.asn1.**",
                "--instrumentation_excludes=dev.rolesanywhere.fuzz.**",
                "--custom_hook_includes=dev.rolesanywhere.**",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + time.toSeconds(),
                "-max_len=20000",
                "-timeout=30",
                "-rss_limit_mb=0",
                "-seed=" + seed,
                corpus.toString()));
        Path log = work.resolve("log");
        int exit = ended(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                time.plus(START));
        try (var found = Files.list(findings)) {
            return new Result(exit, read(counts), found.sorted().toList(), log);
        }
    }

    /**
     * Jazzer checks its clock only between two inputs, and only after everything is loaded. This limit always ends a
     * run.
     */
    private static int ended(Process process, Duration limit) throws InterruptedException {
        if (process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        process.destroyForcibly().waitFor();
        return NOT_IN_TIME;
    }

    private static void writeSeeds(List<Target> targets, Path corpus) throws IOException {
        for (int t = 0; t < targets.size(); t++) {
            int number = 0;
            for (byte[] seed : targets.get(t).seeds()) {
                byte[] input = seed;
                if (targets.size() > 1) {
                    input = new byte[seed.length + 1];
                    input[0] = (byte) t;
                    System.arraycopy(seed, 0, input, 1, seed.length);
                }
                Files.write(corpus.resolve(targets.get(t) + "-" + number++), input);
            }
        }
    }

    private static Map<String, Long> read(Path counts) throws IOException {
        Map<String, Long> tried = new LinkedHashMap<>();
        if (Files.exists(counts)) {
            for (String line : Files.readAllLines(counts)) {
                String[] words = line.split(" ");
                tried.put(words[0], Long.valueOf(words[1]));
            }
        }
        return tried;
    }
}
