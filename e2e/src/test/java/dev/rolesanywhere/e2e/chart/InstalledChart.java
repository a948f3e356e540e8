package dev.rolesanywhere.e2e.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A cluster with the chart and without images: no webhook ever answers, which is when the guards matter. The guards know
 * the agents of nodes, and no node has one. The release's namespace enforces the
 * {@code restricted} Pod Security Standard. The API server has the plugin AlwaysPullImages. One for all tests of the JVM.
 *
 * <p>An earlier chart was installed first, then today's over it, the earlier one again, and today's. What is tested here is therefore what users have after an
 * upgrade.
 */
public final class InstalledChart implements AutoCloseable {

    public static final String BINDING = """
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRoleBinding
            metadata: {name: %s}
            spec: {roleRef: {name: %s}, subjects: [{name: %s}]}
            """;

    static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: app, annotations: {%2$s}}
            spec:
              serviceAccountName: %1$s
              containers: [{name: app, image: "example.org/app:1"}]
            """;

    private static final String AGENTS = Chart.RELEASE + "-node-agent";

    private static final String USERS_OBJECTS = """
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSTrustAnchor
            metadata: {name: from-before}
            spec: {trustDomain: before.example.org, certificateAuthority: {selfSigned: {}}}
            ---
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRole
            metadata: {name: from-before}
            spec: {roleARN: "arn:aws:iam::111122223333:role/before", allowedNamespaces: {names: [before]}}
            ---
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRoleBinding
            metadata: {name: from-before, namespace: before}
            spec: {roleRef: {name: from-before}, subjects: [{name: orders}]}
            """;

    private final Cluster cluster;
    private final Map<Step, List<GenericKubernetesResource>> usersObjects = new EnumMap<>(Step.class);

    private InstalledChart(Cluster cluster) {
        this.cluster = cluster;
    }

    /** In this order. Helm's rollback is an upgrade to the chart of before, which is what happens here. */
    enum Step {
        EARLIER_CHART,
        UPGRADE,
        ROLLBACK,
        UPGRADE_AGAIN
    }

    /** The objects that users had created with the earlier chart's CRDs, as they were after each step. */
    Map<Step, List<GenericKubernetesResource>> usersObjects() {
        return usersObjects;
    }

    private void after(Step step) {
        usersObjects.put(
                step,
                Chart.documents(USERS_OBJECTS).stream()
                        .map(object -> client().resource(object).require())
                        .toList());
    }

    private void upgradedFrom(Path earlier) {
        new Helm(earlier)
                .install()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(cluster.kubeConfig())
                .call();
        create("", "{apiVersion: v1, kind: Namespace, metadata: {name: before}}");
        // The API server serves a new CRD a moment after it took it.
        Chart.documents(USERS_OBJECTS).forEach(object -> eventually(() -> isServed(object)));
        Chart.documents(USERS_OBJECTS)
                .forEach(object -> client().resource(object).create());
        after(Step.EARLIER_CHART);
        upgrade(today());
        after(Step.UPGRADE);
        upgrade(new Helm(earlier).upgrade().resetValues());
        after(Step.ROLLBACK);
        // The earlier chart has no agents: their namespace ends, and takes no new objects until then.
        eventually(() -> client().namespaces().withName(AGENTS).get() == null);
        upgrade(today());
        after(Step.UPGRADE_AGAIN);
    }

    private boolean isServed(GenericKubernetesResource object) {
        try {
            client().resource(object).dryRun().create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404) {
                throw e;
            }
            return false;
        }
    }

    private static UpgradeCommand today() {
        return Chart.helm()
                .upgrade()
                .set("nodeAgent.enabled", true)
                // There is no image, and no such node.
                .set("nodeAgent.nodeSelector.nowhere", "none");
    }

    private void upgrade(UpgradeCommand command) {
        command.withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(cluster.kubeConfig())
                .call();
    }

    private void install() {
        create("", """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {pod-security.kubernetes.io/enforce: restricted}}
                """.formatted(Chart.NAMESPACE));
        upgradedFrom(Chart.earliest());
        namespace("ready", "orders");
        create("ready", BINDING.formatted("ready", "reader", "orders"));
        // The API server needs a few seconds for new policies.
        eventually(() -> refuses(() -> dryRun("ready", POD.formatted("orders", ""))));
        eventually(() -> refuses(() -> dryRun("ready", POD.formatted("default", "rolesanywhere.dev/role: reader"))));
    }

    public Cluster cluster() {
        return cluster;
    }

    public KubernetesClient client() {
        return cluster.client();
    }

    /** The chart's configuration. */
    public Container webhookContainer() {
        return client().apps()
                .deployments()
                .inNamespace(Chart.NAMESPACE)
                .withName(Chart.RELEASE + "-webhook")
                .require()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }

    /** The configuration for the API server's calls of the webhook. */
    public MutatingWebhookConfiguration webhookConfiguration() {
        return client().admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(Chart.RELEASE)
                .require();
    }

    /** A namespace with these ServiceAccounts, ready for pods. */
    public void namespace(String name, String... serviceAccounts) {
        create("", "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
        for (var account : serviceAccounts) {
            create(name, "{apiVersion: v1, kind: ServiceAccount, metadata: {name: %s}}".formatted(account));
        }
        eventually(() ->
                client().serviceAccounts().inNamespace(name).withName("default").get() != null);
    }

    public void create(String namespace, String yaml) {
        create(client(), namespace, yaml);
    }

    static void create(KubernetesClient client, String namespace, String yaml) {
        var resource = client.resource(Chart.document(yaml));
        if (namespace.isEmpty()) {
            resource.create();
        } else {
            resource.inNamespace(namespace).create();
        }
    }

    void dryRun(String namespace, String yaml) {
        client().resource(Chart.document(yaml)).inNamespace(namespace).dryRun().create();
    }

    static boolean refuses(Runnable request) {
        try {
            request.run();
            return false;
        } catch (KubernetesClientException e) {
            if (e.getCode() != 403) {
                throw e;
            }
            return true;
        }
    }

    public static void eventually(BooleanSupplier condition) {
        var deadline = System.nanoTime() + Cluster.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still not so after " + Cluster.PATIENCE.toMinutes() + " minutes");
            }
            try {
                Thread.sleep(Duration.ofMillis(200));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        cluster.close();
    }

    /** The chart of this JVM, installed by the first caller. */
    public static InstalledChart of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Setup.class, type -> Setup.attempt(), Setup.class)
                .chart();
    }

    /** Provides a test's parameter of this type; JUnit closes it after the last test. */
    public static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == InstalledChart.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return of(context);
        }
    }

    /** Tried only once: after a failure, every test fails immediately instead of starting another cluster. */
    private record Setup(InstalledChart installed, Optional<Throwable> failure) implements AutoCloseable {
        static Setup attempt() {
            var chart = new InstalledChart(Cluster.admitting("AlwaysPullImages"));
            try {
                chart.install();
                return new Setup(chart, Optional.empty());
            } catch (RuntimeException | AssertionError e) {
                chart.close();
                return new Setup(chart, Optional.of(e));
            }
        }

        InstalledChart chart() {
            failure.ifPresent(cause -> {
                throw new IllegalStateException("the chart could not be installed", cause);
            });
            return installed;
        }

        @Override
        public void close() {
            installed.close();
        }
    }
}
