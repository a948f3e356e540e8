package dev.rolesanywhere.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rolesanywhere.e2e.cluster.Cluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers the API server's admission reviews from this machine, over TLS. */
public final class ReviewServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpsServer server;
    private final ServerCertificate certificate;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Completes a response that allows the object. */
    @FunctionalInterface
    public interface Answer {
        void complete(JsonNode request, ObjectNode response) throws IOException;
    }

    private ReviewServer(HttpsServer server, ServerCertificate certificate) {
        this.server = server;
        this.certificate = certificate;
    }

    public static ReviewServer start(ServerCertificate certificate) throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
        var reviews = new ReviewServer(server, certificate);
        server.setExecutor(reviews.threads);
        server.start();
        return reviews;
    }

    /** The address of a new webhook with this path, for a webhook configuration: a clientConfig in JSON. */
    public String webhook(String path, Answer answer) {
        server.createContext(path, exchange -> answer(exchange, answer));
        return "{\"url\": \"https://%s:%d%s\", \"caBundle\": \"%s\"}"
                .formatted(
                        Cluster.THIS_MACHINE,
                        server.getAddress().getPort(),
                        path,
                        Base64.getEncoder()
                                .encodeToString(certificate.certificatePem().getBytes(StandardCharsets.US_ASCII)));
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
            ObjectNode reply = JSON.createObjectNode()
                    .put("apiVersion", "admission.k8s.io/v1")
                    .put("kind", "AdmissionReview");
            answer.complete(
                    request,
                    reply.putObject("response")
                            .put("allowed", true)
                            .put("uid", request.path("uid").asText()));
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
