package dev.rolesanywhere.demo.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Calls the mutating webhooks as an API server does: over TLS, trusting exactly the {@code caBundle} of their configuration. */
final class PodAdmission {
    sealed interface Outcome {}

    record Admitted(Pod pod) implements Outcome {}

    record Denied(String message) implements Outcome {}

    private final KubernetesClient kubernetes;
    private final ObjectMapper json = new ObjectMapper();

    PodAdmission(KubernetesClient kubernetes) {
        this.kubernetes = kubernetes;
    }

    Outcome admit(Pod pod) {
        Pod admitted = pod;
        try {
            for (var configuration : kubernetes
                    .admissionRegistration()
                    .v1()
                    .mutatingWebhookConfigurations()
                    .list()
                    .getItems()) {
                for (MutatingWebhook webhook : configuration.getWebhooks()) {
                    AdmissionReview answer = call(webhook, admitted);
                    if (!answer.getResponse().getAllowed()) {
                        return new Denied("admission webhook \"" + webhook.getName() + "\" denied the request: "
                                + answer.getResponse().getStatus().getMessage());
                    }
                    admitted = patched(admitted, answer.getResponse().getPatch());
                }
            }
            return new Admitted(admitted);
        } catch (IOException | GeneralSecurityException e) {
            return new Denied("the webhook could not be called: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Denied("interrupted");
        }
    }

    private AdmissionReview call(MutatingWebhook webhook, Pod pod)
            throws IOException, GeneralSecurityException, InterruptedException {
        AdmissionReview review = new AdmissionReviewBuilder()
                .withNewRequest()
                .withUid(UUID.randomUUID().toString())
                .withNewKind("", "Pod", "v1")
                .withNewResource("", "pods", "v1")
                .withNamespace(pod.getMetadata().getNamespace())
                .withOperation("CREATE")
                .withDryRun(false)
                .withObject(pod)
                .endRequest()
                .build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(webhook.getClientConfig().getUrl()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Serialization.asJson(review)))
                .build();
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(trusting(webhook.getClientConfig().getCaBundle()))
                .build()) {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("HTTP " + response.statusCode());
            }
            return Serialization.unmarshal(response.body(), AdmissionReview.class);
        }
    }

    private Pod patched(Pod pod, @org.jspecify.annotations.Nullable String patch) throws JsonProcessingException {
        if (patch == null || patch.isEmpty()) {
            return pod;
        }
        JsonNode operations =
                json.readTree(new String(Base64.getDecoder().decode(patch), java.nio.charset.StandardCharsets.UTF_8));
        JsonNode result = JsonPatch.apply(operations, json.readTree(Serialization.asJson(pod)));
        return Serialization.unmarshal(result.toString(), Pod.class);
    }

    private static SSLContext trusting(String caBundle) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(Base64.getDecoder().decode(caBundle)))) {
            trusted.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
