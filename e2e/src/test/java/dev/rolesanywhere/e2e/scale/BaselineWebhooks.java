package dev.rolesanywhere.e2e.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.e2e.admission.ReviewServer;
import dev.rolesanywhere.e2e.admission.ServerCertificate;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Mutating webhooks that decide nothing: how long the API server's own part takes on this machine. They run in the
 * benchmark's process, in namespaces that the chart excludes by default, so that our webhook does not see their pods.
 */
final class BaselineWebhooks {
    /** The webhook allows each pod without a change. */
    static final String UNCHANGED = "kube-public";

    /** The webhook replaces each pod's spec by one that ours has injected. */
    static final String PATCHED = "kube-node-lease";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String MANIFEST = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: %1$s.benchmark.test}
            webhooks:
            - name: %1$s.benchmark.test
              admissionReviewVersions: [v1]
              sideEffects: None
              failurePolicy: Fail
              rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
              clientConfig: %2$s
            """;

    private BaselineWebhooks() {}

    /**
     * Registers both until the cluster ends; the caller closes their server.
     *
     * @param injected a pod that our webhook has injected
     */
    static ReviewServer register(KubernetesClient client, Pod injected) throws IOException, GeneralSecurityException {
        ReviewServer server = ReviewServer.start(ServerCertificate.create());
        byte[] patch = patch(injected);
        register(client, UNCHANGED, server.webhook("/unchanged", (request, response) -> {}));
        register(client, PATCHED, server.webhook("/patched", (request, response) -> respond(response, patch)));
        return server;
    }

    private static void register(KubernetesClient client, String namespace, String address) {
        client.resource(MANIFEST.formatted(namespace, address)).create();
    }

    private static void respond(ObjectNode response, byte[] patch) {
        response.put("patchType", "JSONPatch").put("patch", patch);
    }

    private static byte[] patch(Pod injected) throws IOException {
        ObjectNode spec = JSON.valueToTree(injected.getSpec());
        spec.put("serviceAccountName", "default").put("serviceAccount", "default");
        JsonNode replace = JSON.createObjectNode()
                .put("op", "replace")
                .put("path", "/spec")
                .set("value", spec);
        return JSON.writeValueAsBytes(JSON.createArrayNode().add(replace));
    }
}
