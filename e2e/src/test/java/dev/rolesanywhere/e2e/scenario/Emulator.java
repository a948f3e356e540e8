package dev.rolesanywhere.e2e.scenario;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** IAM Roles Anywhere and STS in the cluster: the one part that cannot be the real one. */
final class Emulator {
    static final String URL = "http://emulator.aws.svc:8080";
    static final String ACCOUNT = "111122223333";
    private static final String TRUST_ANCHOR =
            "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef";

    private final LocalPortForward forward;
    private final HttpClient http = HttpClient.newHttpClient();

    private Emulator(LocalPortForward forward) {
        this.forward = forward;
    }

    static Emulator deploy(KubernetesClient client) {
        Manifests.apply(client, "emulator.yaml");
        client.apps().deployments().inNamespace("aws").withName("emulator").waitUntilReady(90, TimeUnit.SECONDS);
        return new Emulator(
                client.services().inNamespace("aws").withName("emulator").portForward(8080));
    }

    /** As the platform team does in AWS: a trust anchor with the CA's PEM. */
    void registerTrustAnchor(@Nullable String caBundle) {
        throw new UnsupportedOperationException(TRUST_ANCHOR + caBundle);
    }

    /** An IAM role of this name with the trust policy that the AWSRole of the same name prints, listed in the profile. */
    void createRole(String name) {
        throw new UnsupportedOperationException(name);
    }

    String put(String path, String body) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + forward.getLocalPort() + path))
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
