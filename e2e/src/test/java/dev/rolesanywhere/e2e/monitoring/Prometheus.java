package dev.rolesanywhere.e2e.monitoring;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NodePorts;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Prometheus on the cluster's node, from which every pod is reachable. {@code make oracles} builds the program.
 * Prometheus Operator is not installed: {@link Monitoring} generates the configuration from the chart's objects
 * instead.
 */
public final class Prometheus {
    /** The environment variable with the path of the program. */
    public static final String PROGRAM = "PROMETHEUS";

    private static final String FOLDER = "/tmp/prometheus";

    private final Cluster cluster;
    private final Monitoring monitoring;
    private final String address;
    private final HttpClient http = HttpClient.newHttpClient();

    private Prometheus(Cluster cluster, Monitoring monitoring) {
        this.cluster = cluster;
        this.monitoring = monitoring;
        this.address = "http://" + cluster.address(NodePorts.PROMETHEUS);
    }

    /** @param monitoring the chart's rendered objects */
    public static Prometheus start(Cluster cluster, Monitoring monitoring) {
        cluster.client().resource(monitoring.service()).serverSideApply();
        Prometheus prometheus = new Prometheus(cluster, monitoring);
        cluster.run("mkdir", "-p", FOLDER);
        cluster.copy(Path.of(System.getenv(PROGRAM)), FOLDER + "/prometheus");
        prometheus.file("prometheus.yml", monitoring.configuration());
        prometheus.file("rules.yaml", Serialization.asYaml(monitoring.rules()));
        prometheus.discover();
        cluster.run(
                "sh",
                "-c",
                "cd %s && (./prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address=0.0.0.0:%d >log 2>&1 </dev/null &)"
                        .formatted(FOLDER, NodePorts.PROMETHEUS));
        await("Prometheus answers")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> prometheus.query("vector(1)").size() == 1);
        return prometheus;
    }

    /**
     * Updates the targets to those that the monitors select now. Prometheus Operator's configuration does this
     * automatically.
     */
    public void discover() {
        file("parts.json", targets(parts()));
        file("sidecars.json", targets(sidecars()));
    }

    private Map<String, String> parts() {
        return cluster
                .client()
                .discovery()
                .v1()
                .endpointSlices()
                .inAnyNamespace()
                .withLabels(monitoring.selector())
                .list()
                .getItems()
                .stream()
                .flatMap(slice -> slice.getPorts().stream()
                        .filter(port -> monitoring.port().equals(port.getName()))
                        .flatMap(port -> slice.getEndpoints().stream()
                                .map(endpoint -> Map.entry(
                                        endpoint.getAddresses().getFirst() + ":" + port.getPort(),
                                        endpoint.getTargetRef().getName()))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<String, String> sidecars() {
        return cluster.client().pods().inAnyNamespace().list().getItems().stream()
                .filter(pod -> pod.getStatus().getPodIP() != null)
                .flatMap(pod -> pod.getSpec().getInitContainers().stream()
                        .flatMap(container -> container.getPorts().stream())
                        .filter(port -> monitoring.podPort().equals(port.getName()))
                        .map(port -> Map.entry(
                                pod.getStatus().getPodIP() + ":" + port.getContainerPort(),
                                pod.getMetadata().getNamespace() + "/"
                                        + pod.getMetadata().getName())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (pod, _) -> pod));
    }

    /** @param targets the pod of each address */
    private static String targets(Map<String, String> targets) {
        ArrayNode all = Serialization.jsonMapper().createArrayNode();
        targets.forEach((address, pod) -> {
            ObjectNode one = all.addObject();
            one.putArray("targets").add(address);
            one.putObject("labels").put("pod", pod);
        });
        return all.toString();
    }

    /** Frees the node's memory for the next scenarios. */
    public void stop() {
        cluster.run("sh", "-c", "kill $(grep -lx prometheus /proc/[0-9]*/comm | cut -d/ -f3); rm -r " + FOLDER);
        cluster.client()
                .services()
                .inNamespace("roles-anywhere")
                .withName("roles-anywhere-operator-metrics")
                .delete();
    }

    /** The current result of the query. */
    public JsonNode query(String promql) {
        return get("query?query=" + encoded(promql)).at("/data/result");
    }

    /** The result of the query over a time range. */
    public JsonNode range(String promql, Instant from, Instant to, Duration step) {
        return get("query_range?query=%s&start=%d&end=%d&step=%d"
                        .formatted(encoded(promql), from.getEpochSecond(), to.getEpochSecond(), step.toSeconds()))
                .at("/data/result");
    }

    /** Each alert with its health, state and last evaluation. */
    public JsonNode alerts() {
        return get("rules").at("/data/groups/0/rules");
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(address + "/api/v1/" + path))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + answer.body());
            }
            return Serialization.jsonMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void file(String name, String content) {
        try {
            Path file = Files.createTempFile("prometheus", ".yaml");
            file.toFile().deleteOnExit();
            cluster.copy(Files.writeString(file, content), FOLDER + "/" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String promql) {
        return URLEncoder.encode(promql, StandardCharsets.UTF_8);
    }
}
