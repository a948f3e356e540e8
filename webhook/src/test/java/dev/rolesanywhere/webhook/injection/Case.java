package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.webhook.binding.BoundRoles;
import dev.rolesanywhere.webhook.binding.CertificateFiles;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of {@code src/test/resources/cases}: the input (pod.yaml; optional bindings.yaml, trustanchor.yaml,
 * serviceaccount.yaml and chart.properties) and the expected result (expected.yaml, left-alone.txt or refused.txt, and
 * warnings.txt).
 */
record Case(Path folder) {
    static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final String NAMESPACE = "shop";

    /** The AWSRoles that exist in every case. */
    private static final Set<String> ROLES = Set.of("orders-reader", "orders-writer");

    static Stream<Case> all() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().map(Case::new).toList().stream();
        }
    }

    ObjectNode pod() {
        return (ObjectNode) read("pod.yaml");
    }

    Injector injector() {
        return new Injector(chart(), new Random(1));
    }

    Candidate candidate(ObjectNode pod) {
        PodView view = new PodView(pod);
        String namespace = pod.at("/metadata/namespace").asText(NAMESPACE);
        BoundRoles roles =
                BoundRoles.of(bindings(), view.serviceAccount(), regions()).with(files());
        return new Candidate(namespace, view, serviceAccountAnnotations(), roles.inForce(), roles.dryRuns());
    }

    boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    String text(String file) {
        try {
            return has(file) ? Files.readString(folder.resolve(file)).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode read(String file) {
        try {
            return YAML.readTree(folder.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<AWSRoleBinding> bindings() {
        if (!has("bindings.yaml")) {
            return List.of();
        }
        try (var documents = new ObjectMapper()
                .readerFor(AWSRoleBinding.class)
                .<AWSRoleBinding>readValues(new YAMLMapper()
                        .createParser(folder.resolve("bindings.yaml").toFile()))) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The AWSTrustAnchor of trustanchor.yaml is that of orders-reader. */
    private Map<String, CertificateFiles> files() {
        if (!has("trustanchor.yaml")) {
            return Map.of();
        }
        AWSTrustAnchor anchor = new ObjectMapper().convertValue(read("trustanchor.yaml"), AWSTrustAnchor.class);
        External external =
                Objects.requireNonNull(anchor.getSpec().certificateAuthority().external());
        return Map.of("orders-reader", new CertificateFiles(anchor.getMetadata().getName(), external));
    }

    private Map<String, String> serviceAccountAnnotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        if (has("serviceaccount.yaml")) {
            read("serviceaccount.yaml")
                    .at("/metadata/annotations")
                    .properties()
                    .forEach(entry ->
                            annotations.put(entry.getKey(), entry.getValue().asText()));
        }
        return annotations;
    }

    /** Of the AWSRoles, if chart.properties has one for a role's name. */
    private Map<String, String> regions() {
        Properties given = properties();
        Map<String, String> regions = new LinkedHashMap<>();
        ROLES.forEach(role -> regions.put(role, given.getProperty("region." + role, "")));
        return regions;
    }

    private Properties properties() {
        Properties given = new Properties();
        try {
            given.load(new java.io.StringReader(text("chart.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return given;
    }

    private ChartSettings chart() {
        Properties given = properties();
        List<String> pullSecrets = new ArrayList<>();
        if (given.containsKey("pullSecret")) {
            pullSecrets.add(given.getProperty("pullSecret"));
        }
        return new ChartSettings(
                "0.1.0",
                new ChartSettings.SidecarSettings(
                        "registry.example.org/sidecar:0.1.0",
                        "IfNotPresent",
                        pullSecrets,
                        "50m",
                        "96Mi",
                        new SidecarLog(
                                SidecarLog.Level.valueOf(given.getProperty("logLevel", "INFO")),
                                SidecarLog.Format.valueOf(given.getProperty("logFormat", "JSON")))),
                new ChartSettings.Issuer(
                        "https://roles-anywhere-operator-issuer.aws.svc",
                        given.containsKey("issuerAddresses")
                                ? List.of(given.getProperty("issuerAddresses").split(","))
                                : List.of(),
                        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
                nodeAgent(given),
                Set.of("istio-proxy", "restore-wait"),
                Set.of("kube-system"),
                Delivery.valueOf(given.getProperty("delivery", "Endpoint")),
                Startup.valueOf(given.getProperty("startup", "WaitForCredentials")),
                given.getProperty("region"));
    }

    /** With the chart's DaemonSet, if chart.properties has {@code nodeAgent}. */
    private static Optional<ChartSettings.NodeAgentSettings> nodeAgent(Properties given) {
        return given.containsKey("nodeAgent")
                ? Optional.of(new ChartSettings.NodeAgentSettings(
                        "registry.example.org/sidecar:0.1.0", given.getProperty("nodeAgent"), NodeAgent.PORT))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
