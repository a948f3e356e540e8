import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Compares the sidecar with AWS's helper in one run, alternating between the two: {@code Benchmark <sidecar home>
 * <helper> <class path of the rehearsal>}.
 */
final class Benchmark {
    private static final int ROUNDS = 7;
    private static final int TOGETHER = 10;
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 1000;
    /** Gives background work of the start time to end: reports, compilation. */
    private static final int QUIET_MILLIS = 2000;

    private static final int PORT = 19950;

    /** One start of one contestant. */
    record Round(double startMillis, double cpuMillis, Memory memory, Load load) {}

    public static void main(String[] args) throws Exception {
        Path work = Files.createTempDirectory("benchmark");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try (var bench = BenchmarkEnvironment.start(java, args[2], work)) {
            var contestants = List.of(
                    new Contestant.Sidecar(Path.of(args[0]).toAbsolutePath(), bench),
                    new Contestant.Helper(Path.of(args[1]).toAbsolutePath(), bench));
            method();
            List<List<Round>> rounds = List.of(new ArrayList<>(), new ArrayList<>());
            for (int i = -1; i < ROUNDS; i++) { // -1 warms the page cache and the bench
                for (int c = 0; c < contestants.size(); c++) {
                    Round round = round(contestants.get(c));
                    if (i >= 0) {
                        rounds.get(c).add(round);
                    }
                }
            }
            System.out.printf("%-52s %10s %10s %8s%n", "", "sidecar", "helper", "ratio");
            row("start to first credentials, ms", rounds, Round::startMillis);
            row("CPU used up to then, ms", rounds, Round::cpuMillis);
            row("resident, kB", rounds, round -> round.memory().resident());
            row("  of it anonymous, kB", rounds, round -> round.memory().anonymous());
            row("requests a second, " + CLIENTS + " clients", rounds, round -> round.load().perSecond());
            row("median answer, ms", rounds, round -> round.load().medianMillis());
            row("p99 answer, ms", rounds, round -> round.load().p99Millis());
            line("ten at once: proportional, kB each", together(contestants.get(0)), together(contestants.get(1)));
        } finally {
            try (var files = Files.walk(work)) {
                files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }

    private static void method() throws IOException {
        System.out.printf("%s, %d CPUs, load %s%n", System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(), Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        System.out.printf(
                """
                Operator and AWS are stand-ins on this machine, over TLS, checked against the JDK's authorities by both. %d rounds in turns, medians;
                a round: start, ask every millisecond until credentials come (the sidecar asks operator and AWS first, the helper AWS), 100 requests,
                two seconds of quiet, memory from /proc/<pid>/smaps_rollup, %d warm-up requests, then %d clients with %d requests each, a connection per request.
                """,
                ROUNDS, REQUESTS, CLIENTS, REQUESTS);
    }

    private static Round round(Contestant contestant) throws Exception {
        long begin = System.nanoTime();
        Process process = contestant.start(PORT);
        try {
            String request = awaitCredentials(contestant, process, PORT);
            double start = (System.nanoTime() - begin) / 1e6;
            double cpu = cpuMillis(process);
            Load.run(PORT, request, 1, 100);
            Thread.sleep(QUIET_MILLIS);
            Memory memory = Memory.of(process);
            Load.run(PORT, request, 1, REQUESTS);
            return new Round(start, cpu, memory, Load.run(PORT, request, CLIENTS, REQUESTS));
        } finally {
            stop(process);
        }
    }

    /** The average proportional set size of ten processes. */
    private static double together(Contestant contestant) throws Exception {
        var processes = new ArrayList<Process>();
        try {
            for (int i = 0; i < TOGETHER; i++) {
                processes.add(contestant.start(PORT + i));
            }
            for (int i = 0; i < TOGETHER; i++) {
                Load.run(PORT + i, awaitCredentials(contestant, processes.get(i), PORT + i), 1, 100);
            }
            Thread.sleep(QUIET_MILLIS);
            long sum = 0;
            for (Process process : processes) {
                sum += Memory.of(process).proportional();
            }
            return (double) sum / TOGETHER;
        } finally {
            for (Process process : processes) {
                stop(process);
            }
        }
    }

    private static String awaitCredentials(Contestant contestant, Process process, int port) throws Exception {
        while (process.isAlive()) {
            try {
                String request = contestant.request(port);
                if (Load.isCredentials(Load.exchange(port, request))) {
                    return request;
                }
            } catch (IOException e) {
                // The contestant does not listen yet.
            }
            Thread.sleep(1);
        }
        throw new IllegalStateException("the " + contestant.name() + " ended with " + process.exitValue());
    }

    private static double cpuMillis(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private static void row(String what, List<List<Round>> rounds, ToDoubleFunction<Round> figure) {
        line(what, median(rounds.get(0), figure), median(rounds.get(1), figure));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).sorted().skip(rounds.size() / 2).findFirst().orElseThrow();
    }

    private static void line(String what, double sidecar, double helper) {
        String format = sidecar < 10 && helper < 10 ? "%-52s %10.2f %10.2f %8.2f%n" : "%-52s %10.0f %10.0f %8.2f%n";
        System.out.printf(format, what, sidecar, helper, sidecar / helper);
    }
}
