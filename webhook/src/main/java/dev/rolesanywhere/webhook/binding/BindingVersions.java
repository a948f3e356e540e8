package dev.rolesanywhere.webhook.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Which version of which binding a namespace has, without the bindings: as a table, whose rows the API server makes of the CRD's
 * columns. A cache that has the same versions lacks nothing. The answer is as new as that of a LIST of the bindings, and a fraction of it.
 */
final class BindingVersions {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final ObjectMapper mapper = new ObjectMapper();

    BindingVersions(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Whether these are the namespace's bindings as the API server has them now. No, where it cannot tell: a CRD of an older chart lacks
     * the column.
     *
     * @throws KubernetesClientException where it does not answer
     */
    boolean match(String namespace, Collection<AWSRoleBinding> known) {
        Map<String, String> have = known.stream()
                .collect(Collectors.toMap(binding -> binding.getMetadata().getName(), binding -> binding.getMetadata()
                        .getResourceVersion()));
        return versions(ask(namespace)).filter(have::equals).isPresent();
    }

    private byte[] ask(String namespace) {
        HttpClient http = client.getHttpClient();
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URI.create(client.getConfiguration().getMasterUrl()
                        + "apis/rolesanywhere.dev/v1alpha1/namespaces/" + namespace
                        + "/awsrolebindings?includeObject=None"))
                .setHeader("Accept", TABLE)
                .build();
        try {
            HttpResponse<byte[]> response =
                    http.sendAsync(request, byte[].class).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (!response.isSuccessful()) {
                throw new KubernetesClientException("the API server answered " + response.code());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KubernetesClientException(String.valueOf(e.getMessage()), e);
        }
    }

    /** By name; empty where the answer is no table with these columns. */
    Optional<Map<String, String>> versions(byte[] answer) {
        try {
            JsonNode table = mapper.readTree(answer);
            int name = column(table, "Name");
            int version = column(table, AWSRoleBinding.VERSION_COLUMN);
            if (name < 0 || version < 0) {
                return Optional.empty();
            }
            Map<String, String> versions = new HashMap<>();
            table.path("rows")
                    .forEach(row -> versions.put(
                            row.path("cells").path(name).asText(),
                            row.path("cells").path(version).asText()));
            return Optional.of(versions);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int column(JsonNode table, String name) {
        JsonNode columns = table.path("columnDefinitions");
        for (int index = 0; index < columns.size(); index++) {
            if (columns.path(index).path("name").asText().equals(name)) {
                return index;
            }
        }
        return -1;
    }
}
