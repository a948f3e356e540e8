package dev.rolesanywhere.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Other webhooks, which change a pod as its annotation says, and a validating webhook that requires their change. */
final class OtherWebhooks implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CONFIGURATION = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: %sWebhookConfiguration
            metadata: {name: %s}
            webhooks:
            - name: pods.others.test
              admissionReviewVersions: [v1]
              sideEffects: None
              failurePolicy: Fail
              rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
              namespaceSelector: {matchExpressions: [{key: %s, %s}]}
              clientConfig: {url: "https://%s:%d/%s", caBundle: %s}
            """;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ServerCertificate certificate;

    private OtherWebhooks(HttpsServer server, ServerCertificate certificate) {
        this.server = server;
        this.certificate = certificate;
    }

    static OtherWebhooks start(ServerCertificate certificate) throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
        OtherWebhooks webhooks = new OtherWebhooks(server, certificate);
        server.setExecutor(webhooks.threads);
        server.createContext("/mutate", exchange -> webhooks.answer(exchange, OtherWebhooks::mutation));
        server.createContext("/validate", exchange -> webhooks.answer(exchange, OtherWebhooks::validation));
        server.start();
        return webhooks;
    }

    /** Each acts in the namespace that has its label. */
    void register(KubernetesClient client) {
        for (Call call : Call.values()) {
            String only = "operator: In, values: [%s]".formatted(call.name());
            client.resource(configuration("Mutating", call.configuration(), only, "mutate") + "  reinvocationPolicy: "
                            + call.reinvocationPolicy() + "\n")
                    .create();
        }
        client.resource(configuration("Validating", "others", "operator: Exists", "validate"))
                .create();
    }

    private String configuration(String kind, String name, String namespaces, String path) {
        return CONFIGURATION.formatted(
                kind,
                name,
                Call.LABEL,
                namespaces,
                Cluster.THIS_MACHINE,
                server.getAddress().getPort(),
                path,
                Base64.getEncoder().encodeToString(certificate.certificatePem().getBytes(StandardCharsets.US_ASCII)));
    }

    private interface Answer {
        void give(ObjectNode pod, String change, ObjectNode response) throws IOException;
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            JsonNode review = JSON.readTree(exchange.getRequestBody());
            ObjectNode pod = (ObjectNode) review.at("/request/object");
            ObjectNode reply = JSON.createObjectNode()
                    .put("apiVersion", "admission.k8s.io/v1")
                    .put("kind", "AdmissionReview");
            ObjectNode response = reply.putObject("response")
                    .put("allowed", true)
                    .put("uid", review.at("/request/uid").asText());
            String change = pod.path("metadata")
                    .path("annotations")
                    .path(Change.ANNOTATION)
                    .asText();
            if (!change.isEmpty()) {
                answer.give(pod, change, response);
            }
            byte[] body = JSON.writeValueAsBytes(reply);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void mutation(ObjectNode pod, String change, ObjectNode response) throws IOException {
        ObjectNode changed = pod.deepCopy();
        if (!change.equals(Change.REFUSES)) {
            Change.named(change).apply(changed);
        }
        if (!changed.equals(pod)) {
            var patch = JSON.createArrayNode();
            patch.addObject().put("op", "replace").put("path", "/spec").set("value", changed.get("spec"));
            response.put("patchType", "JSONPatch")
                    .put("patch", Base64.getEncoder().encodeToString(JSON.writeValueAsBytes(patch)));
        }
    }

    private static void validation(ObjectNode pod, String change, ObjectNode response) {
        ObjectNode wanted = pod.deepCopy();
        boolean allowed = !change.equals(Change.REFUSES);
        if (allowed && Change.named(change).validates()) {
            Change.named(change).apply(wanted);
            allowed = wanted.equals(pod);
        }
        response.put("allowed", allowed);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
