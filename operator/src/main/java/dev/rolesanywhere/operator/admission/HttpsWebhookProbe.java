package dev.rolesanywhere.operator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ServiceReference;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Sends an AdmissionReview of an update, which the webhook always allows, to the address in the webhook's configuration, with its CA
 * bundle and timeout. It changes nothing and needs no permission.
 */
@Singleton
class HttpsWebhookProbe implements WebhookProbe {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int HTTPS = 443;
    private static final int DEFAULT_SECONDS = 10;
    private static final int MOST_BYTES = 64 * 1024;
    private static final String UID = "roles-anywhere-operator-probe";
    private static final String REVIEW = """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"%s","operation":"UPDATE",\
            "resource":{"group":"","version":"v1","resource":"pods"},"dryRun":true}}""".formatted(UID);

    @Override
    public Optional<String> problem(MutatingWebhook webhook) {
        Duration limit = Duration.ofSeconds(Objects.requireNonNullElse(webhook.getTimeoutSeconds(), DEFAULT_SECONDS));
        String bundle = webhook.getClientConfig().getCaBundle();
        if (bundle == null || bundle.isEmpty()) {
            return Optional.of("has no caBundle yet, so the API server does not trust the webhook");
        }
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(limit)
                .sslContext(trusting(Base64.getDecoder().decode(bundle)))
                .build()) {
            return judge(client.send(
                    HttpRequest.newBuilder(address(webhook.getClientConfig()))
                            .timeout(limit)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(REVIEW))
                            .build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES)));
        } catch (HttpConnectTimeoutException e) {
            return Optional.of("cannot be reached");
        } catch (HttpTimeoutException e) {
            return Optional.of("did not answer within " + limit.toSeconds() + " s");
        } catch (IOException e) {
            return Optional.of(
                    isDistrust(e)
                            ? "presents a certificate that the caBundle in its configuration does not trust"
                            : "cannot be reached");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.of("has a caBundle that cannot be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A server that closes the connection during the handshake also causes this exception. */
    private static boolean isDistrust(IOException failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(CertificateException.class::isInstance);
    }

    private static Optional<String> judge(HttpResponse<byte[]> response) {
        if (response.statusCode() != HttpURLConnection.HTTP_OK) {
            return Optional.of("answers HTTP " + response.statusCode());
        }
        try {
            JsonNode answer = JSON.readTree(response.body()).path("response");
            return answer.path("uid").asText().equals(UID)
                            && answer.path("allowed").asBoolean()
                    ? Optional.empty()
                    : Optional.of("returns something other than an admission response");
        } catch (IOException e) {
            return Optional.of("returns something other than an admission response");
        }
    }

    private static URI address(WebhookClientConfig config) {
        if (config.getUrl() != null) {
            return URI.create(config.getUrl());
        }
        ServiceReference service = config.getService();
        int port = Objects.requireNonNullElse(service.getPort(), HTTPS);
        return URI.create("https://" + service.getName() + "." + service.getNamespace() + ".svc:" + port
                + Objects.requireNonNullElse(service.getPath(), "/"));
    }

    private static SSLContext trusting(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            trusted.setCertificateEntry("ca-" + number, certificate);
            number++;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
