package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.e2e.admission.ReviewServer;
import dev.rolesanywhere.e2e.admission.ServerCertificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * A mutating webhook that allows each pod of one namespace without a change: how long any webhook takes on this
 * machine. It runs in the benchmark's process.
 */
final class EmptyWebhook {
    /** The chart excludes it by default, so our webhook does not see its pods. */
    static final String NAMESPACE = "kube-public";

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
              clientConfig: %s
            """;

    private EmptyWebhook() {}

    /** Registered until the cluster ends; the caller closes its server. */
    static ReviewServer register(KubernetesClient client) throws IOException, GeneralSecurityException {
        ReviewServer server = ReviewServer.start(ServerCertificate.create());
        client.resource(MANIFEST.formatted(NAMESPACE, server.webhook("/", (request, response) -> {})))
                .create();
        return server;
    }
}
