package dev.rolesanywhere.demo;

import dev.rolesanywhere.demo.apiserver.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Emulator, operator and webhook, configured as the chart does it. */
final class ControlPlane {
    private static final String NAME = "roles-anywhere-operator";
    private static final String NAMESPACE = "roles-anywhere";
    private static final String LOOPBACK = "http://127.0.0.1:";

    /** The arguments after {@code java} with which operator and webhook are started. */
    interface Programs {
        List<String> arguments(String part);
    }

    private final Processes processes;
    private final EmbeddedApiServer server;
    private final KubernetesClient client;
    private final Ports ports;
    private final Programs programs;

    ControlPlane(
            Processes processes, EmbeddedApiServer server, KubernetesClient client, Ports ports, Programs programs) {
        this.processes = processes;
        this.server = server;
        this.client = client;
        this.ports = ports;
        this.programs = programs;
    }

    /** The address of IAM Roles Anywhere and STS. */
    String aws() {
        return LOOPBACK + ports.emulator();
    }

    /** The webhook's address in its configuration; demo/hosts resolves the name. */
    String admission() {
        return "https://" + NAME + "-webhook." + NAMESPACE + ".svc:" + ports.webhook() + "/mutate";
    }

    Part emulator() throws Exception {
        Part emulator = processes.start(
                "emulator",
                Map.of("EMULATOR_PORT", "" + ports.emulator(), "EMULATOR_HOST", "127.0.0.1"),
                processes.mainClass("emulator/target", "emulator/target/lib", "dev.rolesanywhere.emulator.Main"));
        Await.await("the emulator", emulator, () -> Processes.answers(aws() + "/_emulator/health"));
        return emulator;
    }

    Part operator() throws Exception {
        Map<String, String> environment = kubernetes(ports.operatorManagement());
        environment.put("ROLESANYWHERE_NAME", NAME);
        environment.put("ROLESANYWHERE_NAMESPACE", NAMESPACE);
        environment.put("ROLESANYWHERE_POD_NAME", "operator-0");
        environment.put("ROLESANYWHERE_ISSUING_PORT", "" + ports.issuer());
        // The emulator speaks HTTP.
        environment.put("ROLESANYWHERE_AWS_ALLOW_INSECURE_ENDPOINTS", "true");
        Part operator = processes.start("operator", environment, programs.arguments("operator"));
        Await.await("the webhook's certificate", operator, () -> client.secrets()
                .inNamespace(NAMESPACE)
                .withName(NAME + "-webhook-tls")
                .get());
        return operator;
    }

    Part webhook(Part operator) throws Exception {
        Secret tls = client.secrets()
                .inNamespace(NAMESPACE)
                .withName(NAME + "-webhook-tls")
                .require();
        for (Map.Entry<String, String> entry : tls.getData().entrySet()) {
            Files.write(processes.file(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
        }
        ConfigMap bundle = Await.await("the issuer's bundle", operator, () -> client.configMaps()
                .inNamespace(NAMESPACE)
                .withName(NAME + "-issuer-bundle")
                .get());
        Files.writeString(processes.file("issuer.crt"), bundle.getData().get("ca.crt"));
        Map<String, String> environment = kubernetes(ports.webhookManagement());
        environment.put(
                "ROLESANYWHERE_ISSUER_URL", "https://" + NAME + "-issuer." + NAMESPACE + ".svc:" + ports.issuer());
        environment.put("ROLESANYWHERE_ISSUER_BUNDLE_FILE", "" + processes.file("issuer.crt"));
        environment.put("ROLESANYWHERE_SIDECAR_IMAGE", "roles-anywhere-sidecar:0.1.0");
        // As with the chart's nodeAgent.enabled. No agent runs here: the demo shows the injected pod.
        environment.put("ROLESANYWHERE_NODE_AGENT_ENABLED", "true");
        environment.put("ROLESANYWHERE_NODE_AGENT_IMAGE", "roles-anywhere-agent:0.1.0");
        environment.put("QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_CERT", "" + processes.file("tls.crt"));
        environment.put("QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_KEY", "" + processes.file("tls.key"));
        environment.put("QUARKUS_HTTP_SSL_PORT", "" + ports.webhook());
        Part webhook = processes.start("webhook", environment, programs.arguments("webhook"));
        Await.await(
                "the webhook",
                webhook,
                () -> Processes.answers(LOOPBACK + ports.webhookManagement() + "/q/health/ready"));
        return webhook;
    }

    private Map<String, String> kubernetes(int managementPort) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KUBERNETES_MASTER", server.url());
        environment.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
        environment.put("KUBERNETES_NAMESPACE", NAMESPACE);
        environment.put("QUARKUS_MANAGEMENT_PORT", "" + managementPort);
        environment.put("QUARKUS_HTTP_PORT", "" + managementPort);
        return environment;
    }
}
