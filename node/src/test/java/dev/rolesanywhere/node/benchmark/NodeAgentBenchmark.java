package dev.rolesanywhere.node.benchmark;

import dev.rolesanywhere.node.benchmark.Requests.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints its method and its tables: {@code NodeAgentBenchmark <agent's home> <sidecar's home> <AWS's helper>}. {@code benchmark/node-agent} runs it in a network
 * namespace in which 169.254.170.23 and 10.42.0.1 to 10.42.0.110 are addresses of this machine.
 */
public final class NodeAgentBenchmark {
    private static final int[] SIZES = {1, 10, 30, 60, 110};
    private static final int PODS = 110;
    private static final int REQUESTS = 1000;
    private static final int CLIENTS = 4;
    /** Gives background work of the start time to end: reports, compilation. */
    private static final int QUIET_MILLIS = 2000;

    private static final int OTHERS_PER_SECOND = 200;
    private static final int FLOOD_SECONDS = 15;
    private static final int FLOODERS = 4;

    private final Contestant.Agent agent;
    private final Contestant.Sidecars sidecars;
    private final Contestant.Helpers helpers;
    private final Stage stage;

    private NodeAgentBenchmark(Stage stage, String[] args) throws Exception {
        this.stage = stage;
        this.agent = new Contestant.Agent(Path.of(args[0]).toAbsolutePath(), stage, "169.254.170.23", "10.42.0.");
        this.sidecars = new Contestant.Sidecars(Path.of(args[1]).toAbsolutePath(), stage);
        this.helpers = new Contestant.Helpers(Path.of(args[2]).toAbsolutePath(), stage, stage.identity());
    }

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("node-agent-benchmark");
        try (Stage stage = new Stage(directory)) {
            NodeAgentBenchmark benchmark = new NodeAgentBenchmark(stage, args);
            benchmark.method();
            benchmark.memory();
            benchmark.rates();
            benchmark.firstCredentials();
            benchmark.floods();
        }
        System.exit(0);
    }

    private void method() throws IOException {
        print(
                "%s, %d CPUs, load %s",
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        print("""
                The operator signs real certificates, over TLS, in the benchmark's process; the emulator stands in for AWS, over HTTP. Agent and sidecar run with
                the runtime, the AOT cache and the options of their images. One role for each pod. Each request has a connection of its own. The pods of the agent
                send from addresses of their own. Memory from /proc/<pid>/smaps_rollup, after %d requests of each pod and two seconds of quiet. Proportional: a page
                that n processes share counts a nth for each; the sum of sidecars and helpers is that. The agent's is its whole resident memory.
                """.formatted(REQUESTS).strip());
    }

    private void memory() throws Exception {
        print("%n%-8s %16s %16s %12s   MB", "pods", "sidecars", "AWS's helpers", "one agent");
        for (int pods : SIZES) {
            double agentsMemory = after(agent, pods).resident();
            double helpersMemory = after(helpers, pods).proportional();
            double sidecarsMemory = after(sidecars, pods).proportional();
            print("%-8d %16.0f %16.0f %12.0f", pods, sidecarsMemory, helpersMemory, agentsMemory);
        }
    }

    private static Memory after(Contestant contestant, int pods) throws Exception {
        List<Process> processes = contestant.start(pods);
        try {
            Load.run(served(requests(contestant, pods)), CLIENTS, REQUESTS);
            Thread.sleep(QUIET_MILLIS);
            return Memory.of(processes);
        } finally {
            Started.end(processes);
        }
    }

    private void rates() throws Exception {
        print("%n%-44s %12s %10s %10s", CLIENTS + " clients at once", "requests/s", "median ms", "p99 ms");
        rate("one agent, " + PODS + " pods", agent, PODS, PODS * REQUESTS);
        rate("one of AWS's helpers, its pod", helpers, 1, PODS * REQUESTS);
        rate(PODS + " of AWS's helpers, a pod each", helpers, PODS, PODS * REQUESTS);
    }

    private static void rate(String what, Contestant contestant, int pods, int all) throws Exception {
        List<Process> processes = contestant.start(pods);
        try {
            List<Request> requests = served(requests(contestant, pods));
            Load.run(requests, CLIENTS, all / pods / 10);
            Load load = Load.run(requests, CLIENTS, all / pods);
            print("%-44s %12d %10.2f %10.2f", what, load.perSecond(), load.medianMillis(), load.p99Millis());
        } finally {
            Started.end(processes);
        }
    }

    private void firstCredentials() throws Exception {
        List<Process> processes = agent.start(PODS);
        try {
            // Another pod before, as on any node: the agent has run a while.
            served(agent.request(0));
            long[] nanos = new long[PODS - 1];
            for (int pod = 1; pod < PODS; pod++) {
                Request request = agent.request(pod);
                long begin = System.nanoTime();
                served(request);
                nanos[pod - 1] = System.nanoTime() - begin;
            }
            Load load = Load.of(nanos, 1);
            print(
                    "%nfirst credentials of a new pod, one pod after the other, ms: median %.0f, p99 %.0f, worst %.0f",
                    load.medianMillis(), load.p99Millis(), load.worstMillis());
        } finally {
            Started.end(processes);
        }
        atOnce();
    }

    private void atOnce() throws Exception {
        List<Process> processes = agent.start(PODS);
        try {
            List<Request> requests = requests(agent, PODS);
            AtomicLong next = new AtomicLong();
            long begin = System.nanoTime();
            Load.together(PODS, () -> served(requests.get((int) next.getAndIncrement())));
            print(
                    "%d first exchanges at once: all served after %.0f ms; %.0f MB resident then",
                    PODS,
                    (System.nanoTime() - begin) / 1e6,
                    Memory.of(processes).resident());
        } finally {
            Started.end(processes);
        }
    }

    /** Like an SDK: retries after an answer that allows a retry. */
    private static void served(Request request) throws IOException, InterruptedException {
        String answer = Requests.exchange(request);
        while (answer.startsWith("HTTP/1.1 503")) {
            Thread.sleep(5);
            answer = Requests.exchange(request);
        }
        if (!Requests.isCredentials(answer)) {
            throw new IOException(answer);
        }
    }

    private void floods() throws Exception {
        List<Process> processes = agent.start(PODS);
        try {
            List<Request> all = served(requests(agent, PODS));
            Load.run(all, CLIENTS, 20);
            List<Request> others = all.subList(1, PODS);
            print(
                    "%n%-60s %10s %10s   (%d pods, %d requests a second in all)",
                    "the other pods' answers", "median ms", "p99 ms", PODS - 1, OTHERS_PER_SECOND);
            during("nothing else", others, all.getFirst(), 0);
            during("one pod floods with its own token, " + FLOODERS + " threads", others, all.getFirst(), FLOODERS);
            during(
                    "one pod floods with a forged token, " + FLOODERS + " threads",
                    others,
                    agent.request(0, stage.forgedToken(0)),
                    FLOODERS);
        } finally {
            Started.end(processes);
        }
    }

    private static void during(String what, List<Request> others, Request flood, int flooders) throws Exception {
        AtomicBoolean on = new AtomicBoolean(true);
        AtomicLong sent = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < flooders; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (on.get()) {
                    try {
                        Requests.exchange(flood);
                    } catch (IOException e) {
                        // The agent may end a flood's connections.
                    }
                    sent.incrementAndGet();
                }
            }));
        }
        Load load = Load.atRate(others, CLIENTS, OTHERS_PER_SECOND, FLOOD_SECONDS);
        on.set(false);
        for (Thread thread : threads) {
            thread.join();
        }
        print(
                "%-60s %10.2f %10.2f%s",
                what,
                load.medianMillis(),
                load.p99Millis(),
                flooders == 0 ? "" : "   %d requests a second of the flood".formatted(sent.get() / FLOOD_SECONDS));
    }

    /** Each has its first credentials. */
    private static List<Request> served(List<Request> requests) throws IOException, InterruptedException {
        for (Request request : requests) {
            served(request);
        }
        return requests;
    }

    private static List<Request> requests(Contestant contestant, int pods) throws IOException {
        List<Request> requests = new ArrayList<>();
        for (int pod = 0; pod < pods; pod++) {
            requests.add(contestant.request(pod));
        }
        return requests;
    }

    private static void print(String format, Object... values) {
        System.out.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }
}
