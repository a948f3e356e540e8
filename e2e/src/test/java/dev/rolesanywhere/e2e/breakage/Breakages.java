package dev.rolesanywhere.e2e.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.e2e.cluster.Alone;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.monitoring.Monitoring;
import dev.rolesanywhere.e2e.monitoring.Monitoring.Query;
import dev.rolesanywhere.e2e.monitoring.Plot;
import dev.rolesanywhere.e2e.monitoring.Prometheus;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Operator;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ways to break a pod's credentials. All breakages begin at once. Then the test reads the output for each one, as the
 * pod's author would. The outputs are in {@code target/breakages}. Run it with {@code make e2e SCENARIO=Breakages};
 * {@code PROMETHEUS} is the path of a Prometheus server for the queries of the dashboard. The name does not end in
 * {@code E2E}, because the test takes 13 minutes and changes the whole installation.
 */
@Alone("the webhook and the operator: their images and replicas")
@NeedsCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Breakages {
    private static final String NO_REGISTRY = "registry.invalid";
    private static final String OPERATOR = "rolesanywhere.dev/operator";

    /**
     * The operator waits two minutes before it reports a pod without a node or a sidecar that does not reach the
     * operator. The next check comes after that time.
     */

    /** Panels with a query that may have an empty result here, and the reason. */
    private static final Map<String, String> MAYBE_WITHOUT_DATA = Map.of(
            "Leaves of external CAs", "no trust anchor here has a CA outside the cluster",
            "What should be zero", "none of these failures has happened",
            "Credentials that expire within", "no credentials expire within 15 minutes",
            "Connections of the issuing endpoint", "no connection was closed by a limit in the last minutes");

    /** Pictures of one query each, in docs/pictures. */
    private static final Set<String> PLOTTED = Set.of(
            "Certificates issued and rejected",
            "AWS's answers to sidecars",
            "Pods by the webhook's decision",
            "Time of the steps of issuing (99 %)",
            "Time of a reconcile (99 %)",
            "Wait for a slot");

    private static final Path RANGES = Path.of("target", "monitoring");

    private final Monitoring monitoring = new Monitoring();
    private @Nullable Prometheus prometheus;
    private final Instant begin = Instant.now();
    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();

    @BeforeAll
    void all_breakages_begin() {
        if (System.getenv(Prometheus.PROGRAM) != null) {
            prometheus = Prometheus.start(installation.cluster(), monitoring);
        }
        installation.emulator().faults(Roles.faults());
        upgrade(Map.of("sidecar.image.registry", NO_REGISTRY, "sidecar.image.pullPolicy", "IfNotPresent"));
        Breakage.SIDECAR_IMAGE.begin();
        upgrade(Map.of());
        ofOnePod().parallelStream().forEach(Breakage::begin);
        if (prometheus != null) {
            prometheus.discover();
        }
        Pods.cutOff(Breakage.ISSUER.place());
    }

    @AfterAll
    void all_breakages_are_removed() {
        if (prometheus != null) {
            prometheus.stop();
        }
        installation.emulator().clearFaults();
        for (Breakage breakage : Breakage.values()) {
            Place place = breakage.place();
            client.resources(AWSRoleBinding.class)
                    .inNamespace(place.namespace())
                    .withName(place.name())
                    .delete();
            Workload.of(place.namespace()).end();
        }
        Pods.connect();
        List.of(Breakage.ANCHOR_NOT_READY, Breakage.CA_EXPIRED, Breakage.ANCHOR_DISABLED, Breakage.ANOTHER_CA)
                .forEach(breakage ->
                        breakage.place().anchors().delete(breakage.place().name()));
    }

    static List<Breakage> ofOnePod() {
        return Arrays.stream(Breakage.values()).filter(Breakage::isOfOnePod).toList();
    }

    static List<Breakage> whileAnOperatorIsActive() {
        return Arrays.stream(Breakage.values())
                .filter(breakage -> breakage != Breakage.OPERATOR_AWAY)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("whileAnOperatorIsActive")
    @Order(1)
    void the_status_of_the_pod_ends_with_its_cause_and_what_to_do(Breakage breakage) {
        await("status names " + breakage)
                .atMost(Cluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(Transcript.of(breakage).next())
                        .startsWith("Do this first")
                        .contains(breakage.todo)
                        .endsWith("#" + breakage.section));
    }

    /** This is correct at any time, so the test does not wait. */
    @ParameterizedTest
    @MethodSource("whileAnOperatorIsActive")
    @Order(2)
    void a_binding_with_an_unserved_pod_does_not_report_success(Breakage breakage) {
        AWSRoleBindingStatus status = breakage.place().binding().getStatus();
        if (status.summary().equals("Serving")) {
            String[] pods = status.pods().split("/");
            assertThat(pods[0]).as("of %s pods", pods[1]).isEqualTo(pods[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("whileAnOperatorIsActive")
    @Order(3)
    void each_waiting_pod_has_a_warning_from_the_operator(Breakage breakage) {
        if (breakage.hangs()) {
            await("an Event of " + breakage.place())
                    .atMost(Cluster.PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(warnings(breakage)).isNotEmpty());
        }
    }

    @Test
    @Order(4)
    void all_outputs_are_written_to_files() {
        String check = Kubectl.rolesanywhere("check");
        whileAnOperatorIsActive().forEach(breakage -> Transcript.of(breakage).write(check));
        assertThat(check).contains("checks failed. Fix the first one first.");
    }

    @Test
    @Order(5)
    @EnabledIfEnvironmentVariable(
            named = Prometheus.PROGRAM,
            matches = ".+",
            disabledReason = "Not run: set PROMETHEUS to the path of Prometheus' server")
    void each_dashboard_query_returns_data() throws IOException {
        Prometheus scraping = Objects.requireNonNull(prometheus);
        scraping.discover();
        await("a sidecar is scraped").atMost(Cluster.PATIENCE).until(() -> !scraping.query(
                        "rolesanywhere_sidecar_last_served_timestamp_seconds")
                .isEmpty());
        Map<String, String> empty = monitoring.queries().stream()
                .filter(query -> scraping.query(query.promql()).isEmpty())
                .collect(Collectors.toMap(Query::promql, Query::panel));
        Files.createDirectories(RANGES);
        Plot plot = new Plot();
        for (Query query : monitoring.queries()) {
            JsonNode range = scraping.range(query.promql(), begin, Instant.now(), Duration.ofSeconds(5));
            Files.writeString(
                    RANGES.resolve(monitoring.queries().indexOf(query) + ".json"),
                    Serialization.jsonMapper()
                            .createObjectNode()
                            .put("panel", query.panel())
                            .put("query", query.promql())
                            .put("legend", query.legend())
                            .set("result", range)
                            .toString());
            if (PLOTTED.contains(query.panel())) {
                plot.add(query.panel(), query.legend(), range);
            }
        }
        Files.writeString(RANGES.resolve("dashboard.svg"), plot.svg());
        assertThat(MAYBE_WITHOUT_DATA.keySet()).containsAll(empty.values());
    }

    @Test
    @Order(5)
    @EnabledIfEnvironmentVariable(
            named = Prometheus.PROGRAM,
            matches = ".+",
            disabledReason = "Not run: set PROMETHEUS to the path of Prometheus' server")
    void each_alert_is_evaluated_and_alerts_about_the_breakages_are_pending() {
        JsonNode alerts = Objects.requireNonNull(prometheus).alerts();
        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> {
            assertThat(alert.path("health").asText()).as(alert.toString()).isEqualTo("ok");
            assertThat(alert.path("lastEvaluation").asText()).startsWith("20");
        });
        assertThat(alerts.valueStream()
                        .filter(alert -> !alert.path("state").asText().equals("inactive"))
                        .map(alert -> alert.path("name").asText()))
                .contains(
                        "RolesAnywhereRoleRefused",
                        "RolesAnywhereBindingNotReady",
                        "RolesAnywhereRoleNotReady",
                        "RolesAnywhereTrustAnchorNotReady",
                        "RolesAnywherePodsWithoutSidecar")
                .doesNotContain("RolesAnywhereNoActiveOperator", "RolesAnywhereWebhookDown");
    }

    @Test
    @Order(6)
    void status_and_check_report_a_missing_operator() {
        Breakage.OPERATOR_AWAY
                .place()
                .workload()
                .bind(Breakage.OPERATOR_AWAY.place().name());
        Operator.scale(installation.client(), 0);
        try {
            Breakage.OPERATOR_AWAY.begin();
            await("status names the operator")
                    .atMost(Cluster.PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(
                                    Transcript.of(Breakage.OPERATOR_AWAY).next())
                            .contains(Breakage.OPERATOR_AWAY.todo)
                            .endsWith("#" + Breakage.OPERATOR_AWAY.section));
            String check = Kubectl.rolesanywhere("check");
            Transcript.of(Breakage.OPERATOR_AWAY).write(check);
            assertThat(check).contains("✗ leader");
        } finally {
            Operator.scale(installation.client(), 2);
        }
    }

    private List<Event> warnings(Breakage breakage) {
        return client.v1().events().inNamespace(breakage.place().namespace()).list().getItems().stream()
                .filter(event -> "Pod".equals(event.getInvolvedObject().getKind()))
                .filter(event -> "Warning".equals(event.getType()))
                .filter(event -> OPERATOR.equals(event.getReportingComponent()))
                .toList();
    }

    /** The guard of the sidecar compares the image too, so the chart changes both. */
    private void upgrade(Map<String, String> values) {
        installation.upgrade(values);
        Kubectl.run("rollout status deployment/" + Installation.WEBHOOK + " -n " + Installation.NAMESPACE
                + " --timeout=300s");
    }
}
