package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the chart's objects for Prometheus and Grafana with the metrics of the components and with the docs. */
class MonitoringTest {
    private static final Path PAGE = Path.of("../docs/operations.md");
    private static final String MONITORING = "monitoring.coreos.com/v1";
    private static final Pattern METRIC = Pattern.compile("rolesanywhere_[a-z_]+");
    private static final Pattern SECTION = Pattern.compile("(?m)^#{2,4} (.+)$");

    @Test
    void no_monitoring_object_is_installed_by_default() {
        assertThat(Chart.rendered(values -> values))
                .noneMatch(object -> object.getApiVersion().equals(MONITORING)
                        || object.getKind().equals("ConfigMap")
                        || object.getMetadata().getName().endsWith("-metrics"));
    }

    @Test
    void a_service_monitor_includes_its_service() {
        List<GenericKubernetesResource> objects = rendered("monitoring.serviceMonitor.enabled");
        GenericKubernetesResource service = one(objects, "Service", Chart.RELEASE + "-metrics");
        assertThat(service.getMetadata().getLabels())
                .containsAllEntriesOf(
                        one(objects, "ServiceMonitor", Chart.RELEASE).get("spec", "selector", "matchLabels"));
        assertThat(objects.stream()
                        .filter(object -> object.getKind().equals("Deployment"))
                        .map(deployment -> deployment.<Object>get("spec", "template", "metadata", "labels")))
                .hasSize(2)
                .allSatisfy(labels -> assertThat(
                                Serialization.<JsonNode>unmarshal(Serialization.asYaml(labels), JsonNode.class)
                                        .properties())
                        .containsAll(Serialization.<JsonNode>unmarshal(
                                        Serialization.asYaml(service.<Object>get("spec", "selector")), JsonNode.class)
                                .properties()));
    }

    @Test
    void the_metrics_of_a_binding_keep_its_namespace_label() {
        assertThat(one(rendered("monitoring.serviceMonitor.enabled"), "ServiceMonitor", Chart.RELEASE)
                        .<Boolean>get("spec", "endpoints", 0, "honorLabels"))
                .isTrue();
    }

    @Test
    void the_pod_monitor_has_the_port_of_the_injected_sidecar() throws IOException {
        String port = one(rendered("monitoring.podMonitor.enabled"), "PodMonitor", Chart.RELEASE + "-sidecars")
                .get("spec", "podMetricsEndpoints", 0, "port");
        assertThat(Files.readString(Path.of("../webhook/src/test/resources/cases/plain/expected.yaml")))
                .contains("name: " + port);
    }

    /** Labels by which the alert about agents finds its series. */
    @Test
    void the_agents_targets_have_the_labels_of_their_alert() throws IOException {
        List<GenericKubernetesResource> objects = Chart.rendered(command -> command.set("nodeAgent.enabled", true)
                .set("nodeAgent.metrics.enabled", true)
                .set("monitoring.podMonitor.enabled", true));
        JsonNode relabelings = Serialization.jsonMapper()
                .valueToTree(one(objects, "PodMonitor", Chart.RELEASE + "-node-agent")
                        .get("spec", "podMetricsEndpoints", 0, "relabelings"));
        assertThat(relabelings.findValuesAsText("targetLabel")).contains("part", "node");
        assertThat(relabelings.findValuesAsText("replacement")).contains("node-agent");
        assertThat(Files.readString(Chart.path().resolve("files/monitoring/rules.yaml")))
                .contains("min by (node) (up{part=\"node-agent\"})");
    }

    @Test
    void every_metric_in_rules_dashboard_and_values_is_documented() throws IOException {
        assertThat(used()).hasSizeGreaterThan(25).isSubsetOf(documented());
    }

    @Test
    void each_runbook_url_has_a_section() throws IOException {
        Set<String> anchors = anchors();
        JsonNode rules = rules("https://docs.example.org/");
        assertThat(rules).hasSizeGreaterThan(10).allSatisfy(rule -> {
            String url = rule.at("/annotations/runbook_url").asText();
            assertThat(url).startsWith("https://docs.example.org/operations/#");
            assertThat(anchors).contains(url.substring(url.indexOf('#') + 1));
        });
    }

    @Test
    void each_alert_has_a_summary_and_a_severity() throws IOException {
        assertThat(rules("https://docs.example.org/")).allSatisfy(rule -> {
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
        });
    }

    @Test
    void the_dashboard_is_valid_and_its_panels_do_not_overlap() {
        JsonNode panels =
                Serialization.<JsonNode>unmarshal(dashboard(), JsonNode.class).path("panels");
        Set<String> cells = new TreeSet<>();
        assertThat(panels).hasSizeGreaterThan(20).allSatisfy(panel -> {
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = at.path("x").asInt();
                    x < at.path("x").asInt() + at.path("w").asInt();
                    x++) {
                for (int y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    assertThat(cells.add(x + " " + y))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        });
        assertThat(panels.valueStream().map(panel -> panel.path("id"))).doesNotHaveDuplicates();
    }

    private static Set<String> used() throws IOException {
        Path files = Chart.path().resolve("files/monitoring");
        String text = Files.readString(files.resolve("rules.yaml"))
                + Files.readString(files.resolve("dashboard.json"))
                + Files.readString(Chart.path().resolve("values.yaml"));
        return METRIC.matcher(text)
                .results()
                // A histogram is documented by its name.
                .map(found -> found.group().replaceFirst("_bucket$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The tables of docs/operations.md, which tests of the parts compare with what they show. */
    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                String cell = line.split("\\|")[1];
                Pattern.compile("`([a-z_]+)(\\{[a-z_,]+})?`")
                        .matcher(cell)
                        .results()
                        .map(found -> found.group(1))
                        .forEach(name ->
                                names.add(name.startsWith("rolesanywhere_") ? name : "rolesanywhere_sidecar_" + name));
            }
        }
        return names;
    }

    /** The anchors that GitHub and MkDocs create for headings without markup. */
    private static Set<String> anchors() throws IOException {
        return SECTION.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    static String dashboard() {
        return one(rendered("monitoring.dashboard.enabled"), "ConfigMap", Chart.RELEASE + "-dashboard")
                .get("data", "roles-anywhere.json");
    }

    static JsonNode rules(String docs) {
        GenericKubernetesResource rule = one(
                Chart.rendered(command ->
                        command.set("monitoring.prometheusRule.enabled", true).set("docs.baseURL", docs)),
                "PrometheusRule",
                Chart.RELEASE);
        return Serialization.jsonMapper().valueToTree(rule.get("spec")).at("/groups/0/rules");
    }

    private static List<GenericKubernetesResource> rendered(String flag) {
        UnaryOperator<TemplateCommand> on = command -> command.set(flag, true);
        return Chart.rendered(on);
    }

    private static GenericKubernetesResource one(List<GenericKubernetesResource> objects, String kind, String name) {
        return objects.stream()
                .filter(object -> object.getKind().equals(kind)
                        && object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the chart renders no " + kind + " " + name));
    }
}
