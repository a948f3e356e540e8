package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartRenderingTest {
    static final Path EVERY_VALUE = Path.of("src", "test", "resources", "chart", "every-value.yaml");

    @Test
    void the_chart_passes_helms_strict_lint() {
        var result = Chart.helm().lint().strict().call();
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @Test
    void the_same_values_render_the_same() {
        assertThat(Serialization.asYaml(Chart.rendered(UnaryOperator.identity())))
                .isEqualTo(Serialization.asYaml(Chart.rendered(UnaryOperator.identity())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        aws.prxy            | x                         | additional properties 'prxy' not allowed
        aws.proxy           | proxy.example.org         | at '/aws/proxy': 'proxy.example.org' does not match pattern
        operator.replicas   | two                       | at '/operator/replicas': got string, want integer
        injection.delivery  | File                      | at '/injection/delivery': value must be one of 'Endpoint', 'Files'
        image.registry      | https://registry.example  | at '/image/registry'
        webhook.timeoutSeconds | 60                     | at '/webhook/timeoutSeconds': maximum: got 60, want 10
        """)
    void a_wrong_value_is_refused_with_where_it_is_and_what_is_allowed(String name, String value, String expected) {
        assertThatThrownBy(() -> Chart.rendered(command -> command.set(name, value)))
                .hasMessageContaining(expected);
    }

    @Test
    void an_older_cluster_is_refused() {
        assertThatThrownBy(() -> Chart.rendered(command -> command.withKubeVersion("1.29.9")))
                .hasMessageContaining("requires kubeVersion: >=1.30.0-0");
    }

    @Test
    void the_registry_stands_before_every_image() {
        assertThat(yaml(command -> command.set("image.registry", "registry.example.org/platform")))
                .contains("registry.example.org/platform/roles-anywhere-operator:0.1.0")
                .contains("registry.example.org/platform/roles-anywhere-webhook:0.1.0")
                .contains("registry.example.org/platform/roles-anywhere-sidecar:0.1.0");
    }

    @Test
    void only_the_operator_gets_the_role_that_it_uses_itself() {
        assertThat(yaml(UnaryOperator.identity())).doesNotContain("ROLESANYWHERE_AWS_ROLE");
        assertThat(yaml(command -> command.set("operator.awsRole", "operator")).replaceAll("\\s+", " "))
                .containsOnlyOnce("name: \"ROLESANYWHERE_AWS_ROLE\" value: \"operator\"");
    }

    @Test
    void a_password_in_the_proxy_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> Chart.rendered(
                        command -> command.set("aws.proxy", "http://user:s3cret@proxy.example.org:3128")))
                .hasMessageContaining("name it in aws.proxySecretRef.name")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void an_endpoint_without_tls_is_refused_unless_a_value_allows_it() {
        assertThatThrownBy(() -> Chart.rendered(command -> command.set("aws.endpoint", "http://emulator.aws.svc:8080")))
                .hasMessageContaining("aws.allowInsecureEndpoints: true");
        String allowed = yaml(command ->
                command.set("aws.endpoint", "http://emulator.aws.svc:8080").set("aws.allowInsecureEndpoints", true));
        assertThat(allowed)
                .contains("ROLESANYWHERE_AWS_ALLOW_INSECURE_ENDPOINTS")
                .doesNotContain("must begin with https://");
        assertThat(yaml(UnaryOperator.identity())).contains("must begin with https://");
    }

    @Test
    void the_proxys_secret_is_named_to_the_operator_and_its_content_to_nobody() {
        assertThat(yaml(command -> command.set("aws.proxySecretRef.name", "aws-proxy"))
                        .replaceAll("\\s+", " "))
                .contains("name: \"ROLESANYWHERE_AWS_PROXY_SECRET\" value: \"aws-proxy\"")
                .doesNotContain("secretKeyRef");
    }

    @Test
    void every_value_reaches_what_is_installed() {
        assertThat(yaml(command -> command.withValuesFile(EVERY_VALUE)))
                .contains(
                        "other.example.org/part:v7",
                        "other.example.org/sidecar:v8",
                        "pool: \"system\"",
                        "value: \"one,two\"")
                .contains("value: \"kube-system,backup,roles-anywhere\"", "value: \"mesh,restore\"", "value: \"Files\"")
                .contains("value: \"DoNotWait\"", "value: \"eu-west-1\"", "value: \"200m\"", "value: \"128Mi\"")
                .contains("http://proxy.example.org:3128", "vpce-0a1b", "BEGIN CERTIFICATE", "QUARKUS_LOG_LEVEL")
                .contains("value: \"/usr/lib/one.so,/usr/lib/two.so\"", "ROLESANYWHERE_AWS_ALLOW_INSECURE_ENDPOINTS")
                .contains(
                        "team: \"platform\"",
                        "contact: \"platform\"",
                        "topologyKey: \"rack\"",
                        "maxUnavailable: \"50%\"")
                .contains("note: \"account\"", "note: \"pod\"", "system-cluster-critical", "timeoutSeconds: 3")
                .contains("name: \"login\"", "kind: \"NetworkPolicy\"", "name: \"rolesanywhere-webhook\"")
                .doesNotContain("helm.sh/resource-policy");
    }

    @Test
    void the_file_of_every_value_leaves_no_value_at_its_default() throws Exception {
        JsonNode defaults = values(Chart.path().resolve("values.yaml"));
        JsonNode every = values(EVERY_VALUE);
        assertThat(leaves("", defaults))
                .hasSizeGreaterThan(60)
                .filteredOn(pointer ->
                        every.at(pointer).isMissingNode() || every.at(pointer).equals(defaults.at(pointer)))
                // Each of these would exclude other values of the file.
                .containsExactlyInAnyOrder(
                        "/aws/proxySecretRef/name",
                        "/aws/fips",
                        "/aws/dualStack",
                        "/crds/enabled",
                        "/operator/podDisruptionBudget/enabled",
                        "/webhook/podDisruptionBudget/enabled");
    }

    private static JsonNode values(Path file) throws IOException {
        // The marker: Fabric8 takes text that starts with a brace for JSON.
        return Serialization.unmarshal("---\n" + Files.readString(file), JsonNode.class);
    }

    private static List<String> leaves(String pointer, JsonNode value) {
        return value.isObject() && !value.isEmpty()
                ? value.propertyStream()
                        .flatMap(entry -> leaves(pointer + "/" + entry.getKey(), entry.getValue()).stream())
                        .toList()
                : List.of(pointer);
    }

    @Test
    void the_release_keeps_its_crds_by_default() {
        assertThat(crds(UnaryOperator.identity())).hasSize(3).allSatisfy(crd -> assertThat(
                        crd.getMetadata().getAnnotations())
                .containsEntry("helm.sh/resource-policy", "keep"));
        assertThat(crds(command -> command.set("crds.enabled", false))).isEmpty();
    }

    private static String yaml(UnaryOperator<TemplateCommand> values) {
        return Serialization.asYaml(Chart.rendered(values));
    }

    private static List<GenericKubernetesResource> crds(UnaryOperator<TemplateCommand> values) {
        return Chart.rendered(values).stream()
                .filter(resource -> resource.getKind().equals("CustomResourceDefinition"))
                .toList();
    }
}
