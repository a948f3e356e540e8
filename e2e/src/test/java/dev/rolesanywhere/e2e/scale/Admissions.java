package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.e2e.admission.ReviewServer;
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

/** Measures how long the API server takes to admit a dry-run pod, with four clients. */
final class Admissions {
    private static final int CLIENTS = 4;
    private static final int EACH = 150;
    private static final int WARM_UP = 50;
    /** For each client. The JVM compiles a webhook's code during its first thousands of reviews. */
    private static final int LONG_WARM_UP = 1_500;

    private static final String ROW = "admission of %s over an excluded namespace, p50 / p99, ms";

    private final KubernetesClient client;
    private final Load load;

    Admissions(KubernetesClient client, Load load) {
        this.client = client;
        this.load = load;
    }

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

    /**
     * Prints the times of each kind of pod. Adds the rows of bound pods, of a webhook that has just started and of a
     * warm webhook, next to the row of a webhook that does nothing.
     */
    void print(Table table) throws Exception {
        measure("kube-system", "default", WARM_UP);
        measure(load.namespace(0), load.account(0), WARM_UP);
        System.out.printf("%nadmission of a pod (dry run, %d clients, %d pods each), p50/p99 in ms%n", CLIENTS, EACH);
        Latency excluded = print("excluded namespace", "kube-system", "default");
        print("no binding", load.namespace(0), "default");
        Latency early = print("bound", load.namespace(0), load.account(0));
        table.row(ROW.formatted("a bound pod"), "2 / 10", early.over(excluded));
        measure(load.namespace(0), load.account(0), LONG_WARM_UP);
        try (ReviewServer empty = EmptyWebhook.register(client)) {
            measure(EmptyWebhook.NAMESPACE, "default", LONG_WARM_UP);
            Latency again = print("excluded namespace", "kube-system", "default");
            Latency nothing = print("a webhook that does nothing", EmptyWebhook.NAMESPACE, "default");
            Latency warm = print("bound, warm webhook", load.namespace(0), load.account(0));
            table.row(ROW.formatted("a bound pod, warm webhook"), "2 / 10", warm.over(again));
            table.row(ROW.formatted("a webhook that does nothing"), "", nothing.over(again));
        }
    }

    private Latency print(String what, String namespace, String account) throws Exception {
        var parts = new AdmissionParts(client);
        var before = parts.now();
        List<Long> micros = measure(namespace, account, EACH);
        Latency latency =
                new Latency(micros.get(micros.size() / 2) / 1000.0, micros.get(micros.size() * 99 / 100) / 1000.0);
        System.out.printf("  %-27s %s%n", what, latency);
        parts.printSince(before, CLIENTS * EACH);
        return latency;
    }

    private List<Long> measure(String namespace, String account, int each) throws Exception {
        Callable<List<Long>> one = () -> IntStream.range(0, each)
                .mapToObj(number -> admit(pod(namespace, account)))
                .toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(CLIENTS)) {
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> times : pool.invokeAll(Collections.nCopies(CLIENTS, one))) {
                all.addAll(times.get());
            }
            return all.stream().sorted().toList();
        }
    }

    private long admit(Pod pod) {
        long began = System.nanoTime();
        client.resource(pod).dryRun().create();
        return (System.nanoTime() - began) / 1000;
    }

    private static Pod pod(String namespace, String account) {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("probe-")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(account)
                .addNewContainer()
                .withName("app")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }
}
