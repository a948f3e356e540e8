package dev.rolesanywhere.e2e.scale;

import com.marcnuri.helm.Helm;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Images;
import dev.rolesanywhere.e2e.scenario.Installation;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Installs the chart with its default values on a K3s of its own, creates bindings, and prints what operator and webhook use, whether they
 * restarted, and whether each status is right. Variables set the sizes: BINDINGS, NAMESPACES, ROLES, CLIENTS, and IMAGE_TAG.
 */
public final class ScaleBenchmark {
    private static final int FEW = 10;
    private static final Duration AFTER_THE_LAST_WRITE = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final Cluster cluster = Cluster.shared();
    private final KubernetesClient client = cluster.client();
    private final int bindings = number("BINDINGS", 1_000);
    private final int namespaces = number("NAMESPACES", Math.max(1, bindings / 50));
    private final int roles = number("ROLES", Math.max(1, bindings / 20));
    private final int clients = number("CLIENTS", 16);
    private final String tag = text("IMAGE_TAG", Installation.VERSION);

    private ScaleBenchmark() {}

    public static void main(String[] args) {
        int status = 1;
        try {
            new ScaleBenchmark().run();
            status = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(status); // Testcontainers' shutdown hook removes the cluster
    }

    private void run() throws Exception {
        System.out.printf(
                "K3s, the chart's default values, images %s: %d bindings and ServiceAccounts in %d namespaces, %d roles, %d clients%n"
                        + "Working set: memory of the container's cgroup less inactive files, in MiB.%n",
                tag, bindings, namespaces, roles, clients);
        install();
        Load load = new Load(client, namespaces, roles, clients);
        WorkingSets sets = new WorkingSets(cluster);
        load.prepare();
        load.bindings(0, FEW);
        Thread.sleep(AFTER_THE_LAST_WRITE);
        show(FEW + " bindings", sets, load, FEW);

        long began = System.nanoTime();
        load.bindings(FEW, bindings);
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("created %.0f bindings a second%n", (bindings - FEW) / seconds);
        Thread.sleep(AFTER_THE_LAST_WRITE);
        show(bindings + " bindings, 60 s after the last", sets, load, bindings);
        Thread.sleep(SETTLED);
        show(bindings + " bindings, at rest", sets, load, bindings);
        new Admissions(client, load).print();
        show("after the admissions", sets, load, bindings);

        load.change(bindings);
        Thread.sleep(AFTER_THE_LAST_WRITE);
        show("all bindings changed", sets, load, bindings);
        load.delete();
        Thread.sleep(AFTER_THE_LAST_WRITE);
        show("all bindings deleted", sets, load, 0);
    }

    private void show(String when, WorkingSets sets, Load load, int expected) {
        System.out.printf("%n%s: %d of %d statuses are right%n", when, load.right(), expected);
        sets.now().forEach(process -> System.out.println("  " + process));
        System.out.flush();
    }

    private void install() {
        Images.load(cluster, List.of("roles-anywhere-operator:" + tag, "roles-anywhere-webhook:" + tag));
        Helm.install(Path.of("..", "helm", Installation.NAME).toString())
                .withName(Installation.NAME)
                .withNamespace(Installation.NAMESPACE)
                .createNamespace()
                .withKubeConfig(cluster.kubeConfig())
                .set("image.tag", tag)
                .set("image.pullPolicy", "Never")
                .waitReady()
                .withTimeout(300)
                .call();
    }

    private static int number(String variable, int otherwise) {
        return Integer.parseInt(text(variable, Integer.toString(otherwise)));
    }

    private static String text(String variable, String otherwise) {
        String given = System.getenv(variable);
        return given == null || given.isEmpty() ? otherwise : given;
    }
}
