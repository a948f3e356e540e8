package dev.rolesanywhere.e2e.admission;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;

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
              clientConfig: %s
            """;

    private final ReviewServer server;

    private OtherWebhooks(ReviewServer server) {
        this.server = server;
    }

    static OtherWebhooks start(ServerCertificate certificate) throws IOException, GeneralSecurityException {
        return new OtherWebhooks(ReviewServer.start(certificate));
    }

    /** Each acts in the namespace that has its label. */
    void register(KubernetesClient client) {
        String mutating = server.webhook("/mutate", answer(OtherWebhooks::mutation));
        for (Call call : Call.values()) {
            String only = "operator: In, values: [%s]".formatted(call.name());
            client.resource(CONFIGURATION.formatted("Mutating", call.configuration(), Call.LABEL, only, mutating)
                            + "  reinvocationPolicy: " + call.reinvocationPolicy() + "\n")
                    .create();
        }
        String validating = server.webhook("/validate", answer(OtherWebhooks::validation));
        client.resource(CONFIGURATION.formatted("Validating", "others", Call.LABEL, "operator: Exists", validating))
                .create();
    }

    private interface PodAnswer {
        void make(ObjectNode pod, String change, ObjectNode response) throws IOException;
    }

    /** A pod without the annotation is allowed as it is. */
    private static ReviewServer.Answer answer(PodAnswer answer) {
        return (request, response) -> {
            ObjectNode pod = (ObjectNode) request.path("object");
            String change = pod.path("metadata")
                    .path("annotations")
                    .path(Change.ANNOTATION)
                    .asText();
            if (!change.isEmpty()) {
                answer.make(pod, change, response);
            }
        };
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
        server.close();
    }
}
