package dev.rolesanywhere.plugin.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.plugin.cluster.Session;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Creates pods as dry runs. The client's own methods do not return the warnings of an answer. */
final class DryRunPods {
    private static final int SECONDS = 15;

    /** RFC 9111, 5.5: code, agent, and the text in quotes. */
    private static final Pattern WARNING = Pattern.compile("\\d{3} \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Session session;
    private final ObjectMapper mapper = new ObjectMapper();

    DryRunPods(Session session) {
        this.session = session;
    }

    Trial create(Pod pod) {
        HttpClient http = session.client().getHttpClient();
        try {
            HttpResponse<byte[]> answer = http.sendAsync(
                            http.newHttpRequestBuilder()
                                    .uri(URI.create("%sapi/v1/namespaces/%s/pods?dryRun=All"
                                            .formatted(
                                                    session.client()
                                                            .getConfiguration()
                                                            .getMasterUrl(),
                                                    session.namespace())))
                                    .post(
                                            "application/json",
                                            session.client()
                                                    .getKubernetesSerialization()
                                                    .asJson(pod))
                                    .build(),
                            byte[].class)
                    .get(SECONDS, TimeUnit.SECONDS);
            JsonNode body = read(answer.body());
            return answer.isSuccessful()
                    ? new Trial.Admitted(body, warnings(answer.headers("Warning")))
                    : new Trial.Rejected(body.path("message").asText("HTTP status " + answer.code()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KubernetesClientException("no answer", e);
        }
    }

    private JsonNode read(byte[] body) {
        try {
            return mapper.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return mapper.createObjectNode();
        }
    }

    /** One header may hold several warnings. */
    static List<String> warnings(List<String> headers) {
        return headers.stream()
                .flatMap(header -> WARNING.matcher(header).results())
                .map(found -> found.group(1).replaceAll("\\\\(.)", "$1"))
                .toList();
    }
}
