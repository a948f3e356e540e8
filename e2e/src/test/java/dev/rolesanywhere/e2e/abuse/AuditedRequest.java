package dev.rolesanywhere.e2e.abuse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the API server's audit log (audit.k8s.io/v1 Event).
 *
 * @param account the ServiceAccount's name, or the whole name of another user
 * @param pod that the ServiceAccount's token was made for; empty for other tokens and users
 * @param resource with its subresource; empty for paths that are no resources
 * @param status HTTP
 */
record AuditedRequest(
        String account,
        String pod,
        String verb,
        String group,
        String resource,
        String namespace,
        String name,
        int status,
        Map<String, String> annotations) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POD = "authentication.kubernetes.io/pod-name";

    static List<AuditedRequest> read(List<String> lines) {
        return lines.stream().map(AuditedRequest::read).toList();
    }

    private static AuditedRequest read(String line) {
        try {
            JsonNode event = JSON.readTree(line);
            JsonNode object = event.path("objectRef");
            String user = event.path("user").path("username").asText();
            String subresource = object.path("subresource").asText();
            Map<String, String> annotations = new HashMap<>();
            event.path("annotations")
                    .properties()
                    .forEach(entry ->
                            annotations.put(entry.getKey(), entry.getValue().asText()));
            return new AuditedRequest(
                    user.startsWith("system:serviceaccount:") ? user.substring(user.lastIndexOf(':') + 1) : user,
                    event.path("user").path("extra").path(POD).path(0).asText(),
                    event.path("verb").asText(),
                    object.path("apiGroup").asText(),
                    object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                    object.path("namespace").asText(),
                    object.path("name").asText(),
                    event.path("responseStatus").path("code").asInt(),
                    annotations);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no audit event: " + line, e);
        }
    }
}
