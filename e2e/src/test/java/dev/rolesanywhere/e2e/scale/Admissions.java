package dev.rolesanywhere.e2e.scale;

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
     * Prints the times of each kind of pod. Returns how much longer a bound pod takes than a pod in an excluded
     * namespace.
     */
    Latency added() throws Exception {
        measure("kube-system", "default", WARM_UP);
        measure(load.namespace(0), load.account(0), WARM_UP);
        System.out.printf("%nadmission of a pod (dry run, %d clients, %d pods each), p50/p99 in ms%n", CLIENTS, EACH);
        Latency excluded = print("excluded namespace", "kube-system", "default");
        print("no binding", load.namespace(0), "default");
        return print("bound", load.namespace(0), load.account(0)).over(excluded);
    }

    private Latency print(String what, String namespace, String account) throws Exception {
        var parts = new AdmissionParts(client);
        var before = parts.now();
        List<Long> micros = measure(namespace, account, EACH);
        Latency latency =
                new Latency(micros.get(micros.size() / 2) / 1000.0, micros.get(micros.size() * 99 / 100) / 1000.0);
        System.out.printf("  %-20s %s%n", what, latency);
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
