package dev.rolesanywhere.crds.cache;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer of the API server as bytes, for a caller that reads only a part of it. The client's own requests parse each
 * answer into objects, and do not set a media type.
 */
public final class RawAnswer {
    private RawAnswer() {}

    /**
     * @param path of the resource with its query, without a leading slash
     * @param accept the media types that the caller reads
     * @throws KubernetesClientException if there is no answer in time or the answer is an error; the message has the
     *     path without its query
     */
    public static byte[] of(KubernetesClient client, String path, String accept, Duration timeout) {
        HttpClient http = client.getHttpClient();
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URI.create(client.getConfiguration().getMasterUrl() + path))
                .setHeader("Accept", accept)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        String resource = path.split("\\?", 2)[0];
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, byte[].class);
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!response.isSuccessful()) {
                throw new KubernetesClientException(
                        "GET %s: the API server answered %d".formatted(resource, response.code()));
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("GET %s: interrupted".formatted(resource), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KubernetesClientException("GET %s: no answer (%s)".formatted(resource, e), e);
        } finally {
            // Ends the repetitions of a request that nobody waits for.
            answer.cancel(true);
        }
    }
}
