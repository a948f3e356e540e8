package dev.rolesanywhere.e2e.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rolesanywhere.e2e.admission.ServerCertificate;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A mutating webhook that allows each pod of one namespace without a change. The time that it adds is the least time
 * that any webhook adds on this machine. It runs in the benchmark's process.
 */
final class EmptyWebhook implements AutoCloseable {
    /** The chart excludes it by default, so our webhook does not see its pods. */
    static final String NAMESPACE = "kube-public";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: empty.benchmark.test}
            webhooks:
            - name: empty.benchmark.test
              admissionReviewVersions: [v1]
              sideEffects: None
              failurePolicy: Fail
              rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
              clientConfig: {url: "https://%s:%d/", caBundle: %s}
            """;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private EmptyWebhook(HttpsServer server) {
        this.server = server;
    }

    static EmptyWebhook register(KubernetesClient client) throws IOException, GeneralSecurityException {
        var certificate = ServerCertificate.create();
        var server = HttpsServer.create(new InetSocketAddress(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
        var webhook = new EmptyWebhook(server);
        server.setExecutor(webhook.threads);
        server.createContext("/", EmptyWebhook::answer);
        server.start();
        String pem =
                Base64.getEncoder().encodeToString(certificate.certificatePem().getBytes(StandardCharsets.US_ASCII));
        String manifest = MANIFEST.formatted(
                NAMESPACE, Cluster.THIS_MACHINE, server.getAddress().getPort(), pem);
        client.resource(manifest).create();
        return webhook;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode review = JSON.readTree(exchange.getRequestBody());
            var reply = JSON.createObjectNode()
                    .put("apiVersion", "admission.k8s.io/v1")
                    .put("kind", "AdmissionReview");
            reply.putObject("response")
                    .put("allowed", true)
                    .put("uid", review.at("/request/uid").asText());
            byte[] body = JSON.writeValueAsBytes(reply);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
