package dev.rolesanywhere.e2e.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.e2e.chart.Chart;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** The chart's rendered objects for Prometheus and Grafana. */
public final class Monitoring {
    private final List<GenericKubernetesResource> objects =
            Chart.rendered(command -> command.set("monitoring.serviceMonitor.enabled", true)
                    .set("monitoring.podMonitor.enabled", true)
                    .set("monitoring.prometheusRule.enabled", true)
                    .set("monitoring.dashboard.enabled", true));

    /** The headless Service that the ServiceMonitor selects. */
    GenericKubernetesResource service() {
        return objects.stream()
                .filter(object -> object.getKind().equals("Service")
                        && object.getMetadata().getName().endsWith("-metrics"))
                .findFirst()
                .orElseThrow();
    }

    /** The {@code groups} of a rule file. */
    JsonNode rules() {
        return spec("PrometheusRule");
    }

    /** One query of the dashboard. */
    public record Query(String panel, String promql, String legend) {}

    public List<Query> queries() {
        String dashboard = one("ConfigMap").get("data", "roles-anywhere.json");
        return Serialization.<JsonNode>unmarshal(dashboard, JsonNode.class)
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets")
                        .valueStream()
                        .map(target -> new Query(
                                panel.path("title").asText(),
                                target.path("expr").asText(),
                                target.path("legendFormat").asText())))
                .toList();
    }

    /**
     * A short form of the configuration that Prometheus Operator generates from the two monitors, with the same paths
     * and labels. Targets are in files, and the interval is shortened for the test.
     */
    String configuration() {
        JsonNode endpoint = endpoint();
        JsonNode pod = podEndpoint();
        return """
            global: {scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 5s}
            rule_files: [rules.yaml]
            scrape_configs:
            - job_name: operator-and-webhook
              metrics_path: %s
              honor_labels: %s
              file_sd_configs: [{files: [parts.json], refresh_interval: 2s}]
            - job_name: sidecars
              metrics_path: %s
              file_sd_configs: [{files: [sidecars.json], refresh_interval: 2s}]
              metric_relabel_configs:
              - {source_labels: [__name__], regex: '%s', action: keep}
            """.formatted(
                        endpoint.path("path").asText(),
                        endpoint.path("honorLabels").asText(),
                        pod.path("path").asText(),
                        pod.at("/metricRelabelings/0/regex").asText());
    }

    /** The labels of the Services that the ServiceMonitor selects. */
    Map<String, String> selector() {
        return one("ServiceMonitor").get("spec", "selector", "matchLabels");
    }

    /** The name of the Service's port. */
    String port() {
        return endpoint().path("port").asText();
    }

    /** The name of a container's port in each injected pod. */
    String podPort() {
        return podEndpoint().path("port").asText();
    }

    private JsonNode endpoint() {
        return spec("ServiceMonitor").at("/endpoints/0");
    }

    private JsonNode podEndpoint() {
        return spec("PodMonitor").at("/podMetricsEndpoints/0");
    }

    private JsonNode spec(String kind) {
        return Serialization.jsonMapper().valueToTree(one(kind).<Object>get("spec"));
    }

    private GenericKubernetesResource one(String kind) {
        return objects.stream()
                .filter(object -> object.getKind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
