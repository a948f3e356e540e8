package dev.rolesanywhere.plugin.check;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The clock of the API server, from one of its answers. */
final class ServerClock {
    private static final int SECONDS = 15;

    private ServerClock() {}

    static Optional<Instant> of(KubernetesClient client) {
        HttpClient http = client.getHttpClient();
        try {
            HttpResponse<byte[]> answer = http.sendAsync(
                            http.newHttpRequestBuilder()
                                    .uri(URI.create(client.getConfiguration().getMasterUrl() + "version"))
                                    .build(),
                            byte[].class)
                    .get(SECONDS, TimeUnit.SECONDS);
            return Skew.date(answer.header("Date"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
