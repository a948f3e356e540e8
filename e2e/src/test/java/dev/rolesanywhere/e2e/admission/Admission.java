package dev.rolesanywhere.e2e.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.e2e.chart.InstalledChart;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An API server whose pods pass its own plugins, the webhook of this tree and other webhooks. No pod runs. In each
 * namespace of the fixture ServiceAccount {@code orders} is bound.
 */
final class Admission implements AutoCloseable {
    static final String PLAIN = "admitted";

    private static final String OURS = "others.test/ours";

    private final InstalledChart chart;
    private final WebhookProcess webhook;
    private final OtherWebhooks others;

    private Admission(InstalledChart chart, WebhookProcess webhook, OtherWebhooks others) {
        this.chart = chart;
        this.webhook = webhook;
        this.others = others;
    }

    static Admission start(InstalledChart chart) throws Exception {
        ServerCertificate certificate = ServerCertificate.create();
        OtherWebhooks others = OtherWebhooks.start(certificate);
        Admission admission = new Admission(chart, WebhookProcess.start(chart, certificate), others);
        try {
            admission.register(certificate);
        } catch (RuntimeException | AssertionError e) {
            admission.close();
            throw e;
        }
        return admission;
    }

    private void register(ServerCertificate certificate) {
        // A copy of the chart's, which calls a Service that has no pods. The copy is not Helm's.
        MutatingWebhookConfiguration configuration = chart.webhookConfiguration();
        configuration.getMetadata().setAnnotations(Map.of());
        configuration.getMetadata().setName(configuration.getMetadata().getName() + "-here");
        configuration.getMetadata().setResourceVersion(null);
        configuration.getWebhooks().forEach(ours -> {
            ours.getNamespaceSelector().setMatchLabels(Map.of(OURS, "true"));
            ours.getClientConfig().setService(null);
            ours.getClientConfig().setUrl("https://%s:%d/mutate".formatted(Cluster.THIS_MACHINE, webhook.port()));
            ours.getClientConfig()
                    .setCaBundle(Base64.getEncoder()
                            .encodeToString(certificate.certificatePem().getBytes(StandardCharsets.US_ASCII)));
        });
        client().resource(configuration).create();
        others.register(client());
        namespace(PLAIN);
        for (Call call : Call.values()) {
            namespace(call.namespace(), Call.LABEL, call.name());
        }
        for (Call call : Call.values()) {
            InstalledChart.eventually(() -> image(call.namespace(), BenignChange.RewritesRegistry.name())
                    .startsWith("mirror.example.org/"));
        }
        InstalledChart.eventually(() -> !admits(Call.FirstNever.namespace(), pod(Change.REFUSES)));
    }

    KubernetesClient client() {
        return chart.client();
    }

    Cluster cluster() {
        return chart.cluster();
    }

    InstalledChart chart() {
        return chart;
    }

    /** A namespace in which the webhook handles pods of {@code orders}. Labels are given as key, value, key, value. */
    void namespace(String name, String... labels) {
        var namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(OURS, "true")
                .endMetadata();
        for (int i = 0; i < labels.length; i += 2) {
            namespace.editMetadata().addToLabels(labels[i], labels[i + 1]).endMetadata();
        }
        client().resource(namespace.build()).create();
        for (String account : new String[] {"orders", "unbound"}) {
            chart.create(name, "{apiVersion: v1, kind: ServiceAccount, metadata: {name: %s}}".formatted(account));
        }
        chart.create(name, InstalledChart.BINDING.formatted("orders", "reader", "orders"));
        InstalledChart.eventually(() -> injects(name));
    }

    /** An ordinary pod of a bound ServiceAccount. Another webhook makes the named change to it. */
    static ObjectNode pod(String change) {
        return Json.of("""
                apiVersion: v1
                kind: Pod
                metadata: {name: app, annotations: {others.test/change: "%s"}}
                spec:
                  serviceAccountName: orders
                  nodeSelector: {there-is: none}
                  containers:
                  - name: app
                    image: registry.example.org/shop/app:1
                    env: [{name: MODE, value: prod}]
                """.formatted(change));
    }

    /** The pod as it would be stored. */
    ObjectNode admit(String namespace, ObjectNode pod) {
        return json(resource(namespace, pod).dryRun().create());
    }

    ObjectNode create(String namespace, ObjectNode pod) {
        return json(resource(namespace, pod).create());
    }

    private Resource<GenericKubernetesResource> resource(String namespace, ObjectNode pod) {
        return client().resource(Serialization.unmarshal(pod.toString(), GenericKubernetesResource.class))
                .inNamespace(namespace);
    }

    private static ObjectNode json(GenericKubernetesResource pod) {
        return Json.of(Serialization.asJson(pod));
    }

    private String image(String namespace, String change) {
        return admit(namespace, pod(change)).at("/spec/containers/0/image").asText();
    }

    private boolean injects(String namespace) {
        try {
            return Json.has(admit(namespace, pod("")).at("/spec/initContainers"), "name", Sidecar.CONTAINER);
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    boolean admits(String namespace, ObjectNode pod) {
        try {
            admit(namespace, pod);
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        others.close();
        webhook.close();
    }

    /** Provides a test's parameter of this type, the same one in all classes of the JVM. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Admission.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            InstalledChart chart = InstalledChart.of(context);
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Admission.class, type -> started(chart), Admission.class);
        }

        private static Admission started(InstalledChart chart) {
            try {
                return start(chart);
            } catch (Exception e) {
                throw new IllegalStateException("the webhook could not be started", e);
            }
        }
    }
}
