package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.plugin.cluster.Seen;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The metrics of a pod's sidecar, through the API server. The pod's author controls the answer, so its size and time are limited. */
final class SidecarMetrics {
    /** As the webhook declares it. */
    private static final String PORT = "aws-creds-probe";

    private static final int SECONDS = 5;
    private static final int MOST_BYTES = 256 * 1024;
    private static final String WHAT = "the sidecar's metrics (right: get pods/proxy)";

    private SidecarMetrics() {}

    static Seen<String> read(KubernetesClient client, Pod pod) {
        return port(pod)
                .<Seen<String>>map(port -> read(client, pod, port))
                .orElseGet(() -> new Seen.Hidden<>("the sidecar declares no port for its metrics"));
    }

    private static Optional<Integer> port(Pod pod) {
        return pod.getSpec().getInitContainers().stream()
                .filter(container -> Sidecar.CONTAINER.equals(container.getName()))
                .map(Container::getPorts)
                .flatMap(ports -> ports.stream())
                .filter(port -> PORT.equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }

    private static Seen<String> read(KubernetesClient client, Pod pod, int port) {
        HttpClient http = client.getHttpClient();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        URI uri = URI.create("%sapi/v1/namespaces/%s/pods/%s:%d/proxy/metrics"
                .formatted(
                        client.getConfiguration().getMasterUrl(),
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName(),
                        port));
        try {
            HttpResponse<AsyncBody> answer = http.consumeBytes(
                            http.newHttpRequestBuilder().uri(uri).build(), (buffers, body) -> {
                                buffers.forEach(buffer -> read.writeBytes(bytes(buffer)));
                                if (read.size() > MOST_BYTES) {
                                    body.cancel();
                                } else {
                                    body.consume();
                                }
                            })
                    .get(SECONDS, TimeUnit.SECONDS);
            answer.body().consume();
            answer.body().done().get(SECONDS, TimeUnit.SECONDS);
            return switch (answer.code()) {
                case 200 -> new Seen.Known<>(read.toString(StandardCharsets.UTF_8));
                case 401, 403 -> new Seen.Hidden<>("you may not read " + WHAT);
                default -> new Seen.Hidden<>("the API server answered %d for %s".formatted(answer.code(), WHAT));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Seen.Hidden<>("interrupted while reading " + WHAT);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return new Seen.Hidden<>("could not read " + WHAT);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] chunk = new byte[buffer.remaining()];
        buffer.get(chunk);
        return chunk;
    }
}
