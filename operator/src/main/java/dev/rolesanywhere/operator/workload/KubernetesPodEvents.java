package dev.rolesanywhere.operator.workload;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.cache.RawAnswer;
import dev.rolesanywhere.operator.workload.PodEventParser.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A watch of metadata. The client's own watch parses whole pods. */
@Singleton
class KubernetesPodEvents implements PodEvents {
    /** How late an answer or its end may be. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private static final String PODS = "api/v1/pods";
    private static final String METADATA = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    private static final String METADATA_LIST = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
    private static final ObjectMapper LISTS = new ObjectMapper(PodJson.factory());

    private final KubernetesClient client;

    KubernetesPodEvents(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public String version() {
        byte[] list = RawAnswer.of(client, PODS + "?limit=1", METADATA_LIST, LATE);
        try {
            return LISTS.readTree(list).path("metadata").path("resourceVersion").asText();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a list of pods", e);
        }
    }

    @Override
    public boolean read(String version, Duration time, long most, Consumer<Event> events) throws InterruptedException {
        AtomicLong size = new AtomicLong();
        PodEventParser parser = new PodEventParser(events);
        CompletableFuture<HttpResponse<AsyncBody>> answer = client.getHttpClient()
                .consumeBytes(request(version, time), (parts, body) -> {
                    for (ByteBuffer part : parts) {
                        if (size.addAndGet(part.remaining()) > most) {
                            body.cancel();
                            return;
                        }
                        parser.read(part);
                    }
                    body.consume();
                });
        try {
            await(answer.get(LATE.toMillis(), TimeUnit.MILLISECONDS), time.plus(LATE));
            return true;
        } catch (CancellationException | ExecutionException | TimeoutException e) {
            if (size.get() > most) {
                return false;
            }
            throw new KubernetesClientException(
                    "Watch of %s: the connection failed or did not end (%s)".formatted(PODS, e), e);
        } finally {
            // Closes an answer that comes too late.
            answer.cancel(true);
        }
    }

    private static void await(HttpResponse<AsyncBody> answer, Duration time)
            throws InterruptedException, ExecutionException, TimeoutException {
        boolean ended = false;
        try {
            if (!answer.isSuccessful()) {
                throw new KubernetesClientException(
                        "Watch of %s: the API server answered %d".formatted(PODS, answer.code()));
            }
            answer.body().consume();
            answer.body().done().get(time.toMillis(), TimeUnit.MILLISECONDS);
            ended = true;
        } finally {
            if (!ended) {
                answer.body().cancel();
            }
        }
    }

    private HttpRequest request(String version, Duration time) {
        String query = "?watch=true&allowWatchBookmarks=true&resourceVersion=%s&timeoutSeconds=%d"
                .formatted(URLEncoder.encode(version, StandardCharsets.UTF_8), time.toSeconds());
        return client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(URI.create(client.getConfiguration().getMasterUrl() + PODS + query))
                .setHeader("Accept", METADATA)
                // Without a byte for so long, the client closes the connection.
                .timeout(time.plus(LATE).toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }
}
