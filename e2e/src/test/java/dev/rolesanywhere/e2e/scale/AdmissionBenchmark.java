package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.e2e.cluster.Cluster;
import java.time.Instant;

/**
 * Measures the admission of pods alone: the installed chart with its default values on a separate K3s, one namespace
 * with {@code BINDINGS=50} bindings, and webhooks that decide nothing beside ours.
 */
public final class AdmissionBenchmark {
    private AdmissionBenchmark() {}

    public static void main(String[] args) {
        BenchmarkProcess.end(AdmissionBenchmark::run);
    }

    private static void run() throws Exception {
        Sizes sizes = Sizes.ofAdmission(System.getenv());
        System.out.printf(
                "%s: %d bindings in one namespace, images %s, load %s. CPU: of the processes, from /proc. Parts: from the API server's metrics.%n",
                Instant.now(), sizes.bindings(), sizes.tag(), BenchmarkProcess.load());
        Cluster cluster = Cluster.shared();
        DefaultInstallation.install(cluster, sizes.tag());
        Load load = new Load(cluster.client(), sizes);
        load.prepare();
        load.bindings(0, sizes.bindings());
        Table table = new Table();
        new Admissions(cluster, load).print(table);
        table.print();
    }
}
