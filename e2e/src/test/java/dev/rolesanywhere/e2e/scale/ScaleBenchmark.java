package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scale.Usage.Part;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Installs the chart with its default values on a separate K3s, and creates bindings and pods. Prints the resource
 * usage and the delays of operator and webhook. Variables set the sizes: {@link Sizes}.
 */
public final class ScaleBenchmark {
    private static final int FEW = 10;
    private static final Duration SURVEYED = Duration.ofMinutes(4);

    private final Sizes sizes = Sizes.of(System.getenv());
    private final Table table = new Table();
    private final Cluster cluster = Cluster.shared();
    private final KubernetesClient client = cluster.client();
    private final Processes processes = new Processes(cluster);
    private final Replicas replicas = new Replicas(client, processes);
    private final Load load = new Load(client, sizes);

    private ScaleBenchmark() {}

    public static void main(String[] args) {
        BenchmarkProcess.end(() -> new ScaleBenchmark().run());
    }

    private void run() throws Exception {
        method();
        DefaultInstallation.install(cluster, sizes.tag());
        load.prepare();
        // A start is measured on idle cores: the new roles are work for the operator.
        Thread.sleep(sizes.quiet());
        starts("empty cluster", "2 s and 4 s");
        try (Statuses statuses = new Statuses(client);
                Nodes nodes = new Nodes(client, sizes.nodes())) {
            load.bindings(0, FEW);
            Thread.sleep(sizes.quiet());
            memory(FEW + " bindings", "180 and 110 MB");
            bindings(statuses);
            nodes.begin();
            pods(statuses, new Pods(client, sizes, load, nodes));
            starts(sizes.bindings() + " bindings, " + sizes.pods() + " pods", "10 s and 20 s");
            served(statuses);
            steady();
            new Admissions(cluster, load).print(table);
            memory(sizes.bindings() + " bindings, " + sizes.pods() + " pods", "256 and 128 MB");
            changes(statuses);
            memory("all bindings changed and deleted", "");
        }
        table.print();
    }

    private void method() throws Exception {
        System.out.printf("""
                %s: %s
                K3s, the chart's default values, images %s; %d clients, load %s.
                Working set: memory of the container's cgroup less inactive files. Starts: from the process's start by the node's /proc until the webhook is ready, or the
                operator leads. Statuses: by a watch of the benchmark's own. The active operator is killed (no grace) while bindings are created, changed and deleted.
                Pods are on nodes without a machine, which the benchmark keeps ready; it writes their statuses as a kubelet would. API requests: from the audit log.
                """, Instant.now(), sizes, sizes.tag(), sizes.clients(), BenchmarkProcess.load());
    }

    private void starts(String when, String goal) throws Exception {
        say("starts: " + when);
        double webhook = replicas.webhookStartMillis() / 1000.0;
        replicas.awaitAll();
        double operator = replicas.operatorStartMillis() / 1000.0;
        table.row(
                "start until it serves, webhook and operator, " + when,
                goal,
                "%.1f and %.1f s, load %s".formatted(webhook, operator, BenchmarkProcess.load()));
        replicas.awaitAll();
    }

    private void bindings(Statuses statuses) throws Exception {
        say("creating bindings");
        long before = statuses.changes();
        Duration middle = Duration.ofSeconds(sizes.bindings() / sizes.rate() / 2);
        Writes created = Writes.during(
                "created",
                () -> load.bindings(FEW, sizes.bindings()),
                sizes.bindings(),
                statuses,
                replicas,
                middle,
                sizes.quiet());
        table.row("lost reconciles", "0", created);
        table.row(
                "status writes for each binding's creation",
                "half of before",
                "%.2f".formatted((statuses.changes() - before) / (double) (sizes.bindings() - FEW)));
        memory(sizes.bindings() + " bindings, after the last", "256 and 128 MB");
    }

    private void pods(Statuses statuses, Pods pods) throws Exception {
        say("creating pods");
        long before = statuses.changes();
        double perSecond = pods.run();
        say("created %.0f pods a second, %d of them without the sidecar; %d creations were rejected and repeated"
                .formatted(perSecond, pods.notInjected(), pods.rejected()));
        Thread.sleep(sizes.quiet());
        table.row(
                "status writes for each pod",
                "half of before",
                "%.2f".formatted((statuses.changes() - before) / (double) Math.max(1, sizes.pods())));
        memory(sizes.pods() + " pods created", "256 and 128 MB");
    }

    /** A new leader knows from the survey alone that the pods are served. */
    private void served(Statuses statuses) throws Exception {
        Instant began = Instant.now();
        long served = 0;
        while (Instant.now().isBefore(began.plus(SURVEYED)) && served < sizes.bindings()) {
            Thread.sleep(500);
            served = statuses.served();
        }
        table.row(
                "PodsServed is true of all bindings, under a new leader",
                "within 120 s",
                "%d of %d after %d s"
                        .formatted(
                                served,
                                sizes.bindings(),
                                Duration.between(began, Instant.now()).toSeconds()));
        say("PodsServed: " + statuses.reasons());
    }

    /** A new JVM compiles rarely used code for minutes, which is not a steady cost. */
    private void steady() throws Exception {
        Thread.sleep(sizes.quiet().multipliedBy(5));
        Requests requests = new Requests(cluster);
        long mark = requests.mark();
        Map<String, Long> before = cpu();
        Thread.sleep(sizes.quiet());
        cpu().forEach((pod, cpu) -> table.row(
                "steady CPU of " + pod,
                "under 1 %",
                "%.1f %% of a core"
                        .formatted((cpu - before.getOrDefault(pod, cpu))
                                / 10.0
                                / sizes.quiet().toSeconds())));
        Map<String, Long> found = requests.since(mark);
        found.forEach((kind, count) -> System.out.printf("  %6d %s%n", count, kind));
        table.row(
                "API requests a second, steady",
                "reported",
                "%.1f"
                        .formatted(found.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()
                                / (double) sizes.quiet().toSeconds()));
    }

    private Map<String, Long> cpu() {
        return processes.now().stream()
                .collect(Collectors.toMap(
                        usage -> usage.part() + (usage.active() ? " (active) " : " ") + usage.pod(), Usage::cpuMillis));
    }

    private void changes(Statuses statuses) throws Exception {
        Duration middle = Duration.ofSeconds(sizes.bindings() / sizes.rate() / 2);
        say("changing bindings");
        table.row(
                "lost reconciles",
                "0",
                Writes.during("changed", load::change, sizes.bindings(), statuses, replicas, middle, sizes.quiet()));
        say("deleting bindings");
        table.row(
                "lost reconciles",
                "0",
                Writes.during("deleted", load::delete, 0, statuses, replicas, middle, sizes.quiet()));
    }

    private void memory(String when, String goal) {
        List<Usage> now = processes.now();
        say(when);
        now.forEach(usage -> System.out.println("  " + usage));
        table.row(
                "working set of operators and webhooks, " + when,
                goal,
                "%s and %s MiB, %d restarts"
                        .formatted(
                                sets(now, Part.OPERATOR),
                                sets(now, Part.WEBHOOK),
                                now.stream().mapToInt(Usage::restarts).sum()));
    }

    private static List<Long> sets(List<Usage> usages, Part part) {
        return usages.stream()
                .filter(usage -> usage.part() == part)
                .map(Usage::mebibytes)
                .toList();
    }

    private static void say(String text) {
        System.out.printf("%n%s %s%n", Instant.now(), text);
        System.out.flush();
    }
}
