package dev.rolesanywhere.e2e.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The requests of operator and webhook to the API server, from the API server's audit log. */
final class Requests {
    private static final String ACCOUNTS = "system:serviceaccount:" + Installation.NAMESPACE + ":";

    private final Cluster cluster;
    private final ObjectMapper mapper = new ObjectMapper();

    Requests(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The current end of the log. */
    long mark() {
        return Long.parseLong(cluster.run("stat", "-c", "%s", Cluster.AUDIT_LOG).strip());
    }

    /** The number of requests of each kind since that position. */
    Map<String, Long> since(long mark) {
        return cluster.run("tail", "-c", "+" + (mark + 1), Cluster.AUDIT_LOG)
                .lines()
                .map(this::read)
                .filter(event -> event.path("stage").asText().equals("ResponseComplete")
                        && event.at("/user/username").asText().startsWith(ACCOUNTS))
                .collect(Collectors.groupingBy(Requests::kind, TreeMap::new, Collectors.counting()));
    }

    private static String kind(JsonNode event) {
        JsonNode object = event.path("objectRef");
        String subresource = object.path("subresource").asText();
        return event.at("/user/username").asText().substring(ACCOUNTS.length()) + ": "
                + event.path("verb").asText() + " "
                + (object.isMissingNode()
                        ? event.path("requestURI").asText()
                        : object.path("resource").asText())
                + (subresource.isEmpty() ? "" : "/" + subresource);
    }

    private JsonNode read(String line) {
        try {
            return mapper.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
