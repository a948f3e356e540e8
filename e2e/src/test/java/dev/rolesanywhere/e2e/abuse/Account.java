package dev.rolesanywhere.e2e.abuse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint.Answer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * An unschedulable pod of a ServiceAccount. For the API server the pod exists, so its token is valid. It opts out of
 * injection, because no container of it ever runs.
 */
record Account(IssuingEndpoint endpoint, Pod pod) {
    static Account in(IssuingEndpoint endpoint, String namespace, String serviceAccount, String pod) {
        KubernetesClient client = Installation.get().client();
        return new Account(
                endpoint,
                client.resource(new PodBuilder()
                                .withNewMetadata()
                                .withName(pod)
                                .withNamespace(namespace)
                                .addToAnnotations("rolesanywhere.dev/inject", "false")
                                .endMetadata()
                                .withNewSpec()
                                .withSchedulerName("nobody")
                                .withServiceAccountName(serviceAccount)
                                .withNewSecurityContext()
                                .withRunAsNonRoot(true)
                                .withNewSeccompProfile()
                                .withType("RuntimeDefault")
                                .endSeccompProfile()
                                .endSecurityContext()
                                .withContainers(dev.rolesanywhere.e2e.scenario.Workload.container(
                                                "app", Installation.PYTHON_IMAGE)
                                        .build())
                                .endSpec()
                                .build())
                        .create());
    }

    String token() {
        return endpoint.token(
                pod.getMetadata().getNamespace(), pod.getSpec().getServiceAccountName(), Issuing.AUDIENCE, pod);
    }

    Answer ask(KeyHolder holder) throws Exception {
        return endpoint.post(token(), holder.csr());
    }

    /** The leaf for this role, if the answer has one. */
    static Optional<X509Certificate> leaf(Answer answer, String role) throws Exception {
        for (JsonNode issued : answer.body().path("roles")) {
            if (issued.path("name").asText().equals(role)) {
                return Optional.of(
                        KeyHolder.certificate(issued.path("certificate").asText()));
            }
        }
        return Optional.empty();
    }

    /** Why the answer has no leaf for this role. */
    static String refusal(Answer answer, String role) {
        for (JsonNode refused : answer.body().path("refused")) {
            if (refused.path("role").asText().equals(role)) {
                return refused.path("reason").asText();
            }
        }
        return "";
    }
}
