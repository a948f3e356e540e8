package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.e2e.admission.ReviewServer;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scale.AdmissionSample.Latency;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Measures how long the API server takes to admit a dry-run pod, with four clients. The kinds of pods take turns, so
 * that a change of the machine's load meets all of them.
 */
final class Admissions {
    private static final int CLIENTS = 4;
    private static final int EACH = 150;
    private static final int ROUNDS = 5;
    private static final int WARM_UP = 50;
    /** For each client. The JVM compiles a webhook's code during its first thousands of reviews. */
    private static final int LONG_WARM_UP = 1_500;

    private static final String ROW = "admission of %s over an excluded namespace, p50 / p99, ms";

    private final KubernetesClient client;
    private final Load load;
    private final AdmissionParts parts;
    private final CpuTimes cpu;

    /** A kind of pod, with its measurements. */
    private record Kind(String text, String namespace, String account, AdmissionSample sample) {
        Kind(String text, String namespace, String account) {
            this(text, namespace, account, new AdmissionSample());
        }
    }

    Admissions(Cluster cluster, Load load) {
        this.client = cluster.client();
        this.load = load;
        this.parts = new AdmissionParts(client);
        this.cpu = new CpuTimes(cluster);
    }

    /**
     * Prints the times of each kind of pod. Adds the rows of bound pods, of a webhook that has just started and of a
     * warm webhook, next to the rows of webhooks that decide nothing.
     */
    void print(Table table) throws Exception {
        Kind excluded = new Kind("a pod of an excluded namespace", "kube-system", "default");
        Kind bound = new Kind("a bound pod", load.namespace(0), load.account(0));
        measure(excluded, WARM_UP);
        measure(bound, WARM_UP);
        System.out.printf(
                "%nadmission of a pod (dry run, %d clients), p50/p99 in ms; the new webhook's %d pods after its first %d%n",
                CLIENTS, CLIENTS * EACH, CLIENTS * WARM_UP);
        Latency early = early(bound, excluded);
        table.row(ROW.formatted("a bound pod, new webhook"), "", early);
        measure(bound, LONG_WARM_UP);
        warm(table);
    }

    private Latency early(Kind bound, Kind excluded) throws Exception {
        sample(bound, EACH);
        sample(excluded, EACH);
        bound.sample().print("a bound pod, new webhook");
        return bound.sample().latency().over(excluded.sample().latency());
    }

    private void warm(Table table) throws Exception {
        Kind excluded = new Kind("a pod of an excluded namespace", "kube-system", "default");
        Kind unchanged = new Kind("a webhook that changes nothing", BaselineWebhooks.UNCHANGED, "default");
        Kind patched = new Kind("a webhook with a fixed patch", BaselineWebhooks.PATCHED, "default");
        Kind bound = new Kind("a bound pod", load.namespace(0), load.account(0));
        Kind unbound = new Kind("a pod without a binding", load.namespace(0), "default");
        Pod injected = client.resource(pod(bound)).dryRun().create();
        if (injected.getSpec().getInitContainers().isEmpty()) {
            throw new IllegalStateException("the webhook did not inject the pod");
        }
        try (ReviewServer others = BaselineWebhooks.register(client, injected)) {
            measure(unchanged, LONG_WARM_UP);
            measure(patched, LONG_WARM_UP);
            List<Kind> kinds = List.of(excluded, unchanged, patched, bound, unbound);
            for (int round = 0; round < ROUNDS; round++) {
                for (Kind kind : kinds) {
                    sample(kind, EACH);
                }
            }
            System.out.printf("%nwarm, in turns, %d pods of each kind%n", ROUNDS * CLIENTS * EACH);
            kinds.forEach(kind -> kind.sample().print(kind.text()));
        }
        Latency base = excluded.sample().latency();
        table.row(
                ROW.formatted(bound.text()), "2 / 10", bound.sample().latency().over(base));
        for (Kind kind : List.of(patched, unchanged, unbound)) {
            table.row(ROW.formatted(kind.text()), "", kind.sample().latency().over(base));
        }
    }

    private void sample(Kind kind, int each) throws Exception {
        var partsBefore = parts.now();
        var cpuBefore = cpu.now();
        kind.sample().times(measure(kind, each));
        kind.sample().cpu(cpuBefore, cpu.now());
        kind.sample().parts(partsBefore, parts.now());
    }

    private List<Long> measure(Kind kind, int each) throws Exception {
        Callable<List<Long>> one = () ->
                IntStream.range(0, each).mapToObj(number -> admit(pod(kind))).toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(CLIENTS)) {
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> times : pool.invokeAll(Collections.nCopies(CLIENTS, one))) {
                all.addAll(times.get());
            }
            return all;
        }
    }

    private long admit(Pod pod) {
        long began = System.nanoTime();
        client.resource(pod).dryRun().create();
        return (System.nanoTime() - began) / 1000;
    }

    private static Pod pod(Kind kind) {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("probe-")
                .withNamespace(kind.namespace())
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(kind.account())
                .addNewContainer()
                .withName("app")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }
}
