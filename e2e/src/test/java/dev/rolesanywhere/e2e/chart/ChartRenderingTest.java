package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        injection.delivery  | File                      | at '/injection/delivery': value must be one of 'Endpoint', 'Files', 'NodeAgent'
        image.registry      | https://registry.example  | at '/image/registry'
        webhook.timeoutSeconds | 60                     | at '/webhook/timeoutSeconds': maximum: got 60, want 10
        """)
    void a_wrong_value_is_rejected_with_its_path_and_the_allowed_values(String name, String value, String expected) {
        assertThatThrownBy(() -> Chart.rendered(command -> command.set(name, value)))
                .hasMessageContaining(expected);
    }

    @Test
    void an_older_cluster_is_refused() {
        assertThatThrownBy(() -> Chart.rendered(command -> command.withKubeVersion("1.29.9")))
                .hasMessageContaining("requires kubeVersion: >=1.30.0-0");
    }

    @Test
    void the_registry_prefixes_every_image() {
        assertThat(yaml(command -> command.set("image.registry", "registry.example.org/platform")))
                .contains("registry.example.org/platform/roles-anywhere-operator:0.1.0")
                .contains("registry.example.org/platform/roles-anywhere-webhook:0.1.0")
                .contains("registry.example.org/platform/roles-anywhere-sidecar:0.1.0");
    }

    @Test
    void the_global_registry_overrides_every_other() {
        assertThat(yaml(command -> command.set("global.imageRegistry", "mirror.example.org")
                        .set("image.registry", "registry.example.org/platform")
                        .set("sidecar.image.registry", "other.example.org")))
                .contains("\"mirror.example.org/roles-anywhere-operator:0.1.0\"")
                .contains("\"mirror.example.org/roles-anywhere-webhook:0.1.0\"")
                .contains("\"mirror.example.org/roles-anywhere-sidecar:0.1.0\"")
                .doesNotContain("registry.example.org", "other.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "webhook", "sidecar"})
    void a_digest_replaces_the_tag(String part) {
        String digest = "sha256:" + "a".repeat(64);
        assertThat(yaml(command -> command.set("image.registry", "registry.example.org")
                        .set(part + ".image.tag", "v2")
                        .set(part + ".image.digest", digest)))
                .contains("\"registry.example.org/roles-anywhere-" + part + "@" + digest + "\"")
                .doesNotContain("roles-anywhere-" + part + ":");
    }

    @Test
    void both_deployments_have_the_charts_and_the_global_pull_secrets() {
        assertThat(deployments(command -> command.withValuesFile(EVERY_VALUE)))
                .hasSize(2)
                .allSatisfy(deployment -> assertThat(pod(deployment).getImagePullSecrets())
                        .extracting(LocalObjectReference::getName)
                        .containsExactly("login", "shared", "shared-too"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "webhook"})
    void an_existing_serviceaccount_gets_the_rights(String part) {
        List<GenericKubernetesResource> objects = Chart.rendered(command ->
                command.set(part + ".serviceAccount.create", false).set(part + ".serviceAccount.name", "existing"));
        assertThat(objects).filteredOn(is("ServiceAccount")).hasSize(1);
        assertThat(Serialization.asYaml(objects.stream()
                        .filter(object -> object.getKind().endsWith("RoleBinding"))
                        .filter(object -> Serialization.asYaml(object).contains("component: \"" + part + "\""))
                        .toList()))
                .contains("name: \"existing\"")
                .doesNotContain("kind: \"ServiceAccount\"\n    name: \"roles-anywhere-operator");
    }

    @Test
    void a_missing_serviceaccount_name_is_rejected() {
        // The namespace's default one would give the operator's rights to every pod there.
        assertThatThrownBy(() -> Chart.rendered(command -> command.set("operator.serviceAccount.create", false)))
                .hasMessageContaining("name the ServiceAccount in operator.serviceAccount.name");
    }

    @Test
    void without_rbac_the_chart_grants_no_right() {
        assertThat(Chart.rendered(command -> command.set("rbac.create", false)))
                .isNotEmpty()
                .noneMatch(object -> object.getApiVersion().startsWith("rbac.authorization.k8s.io"));
    }

    @Test
    void a_namespace_selector_restricts_injection_but_no_guard() {
        List<GenericKubernetesResource> objects =
                Chart.rendered(command -> command.set("injection.namespaceSelector.matchLabels.credentials", "aws"));
        assertThat(Serialization.asYaml(objects.stream()
                        .filter(is("MutatingWebhookConfiguration"))
                        .toList()))
                .contains("credentials: \"aws\"", "kubernetes.io/metadata.name");
        assertThat(guards(objects, "ValidatingAdmissionPolicyBinding"))
                .isNotEmpty()
                .isEqualTo(guards(Chart.rendered(UnaryOperator.identity()), "ValidatingAdmissionPolicyBinding"));
        assertThat(guards(objects, "ValidatingAdmissionPolicy"))
                .filteredOn(policy -> policy.contains("injection.namespaceSelector"))
                .hasSize(3)
                .allMatch(policy -> policy.contains("or was not called"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void only_a_process_that_does_not_answer_for_two_minutes_is_restarted(int part) {
        Probe liveness = pod(deployments(UnaryOperator.identity()).get(part))
                .getContainers()
                .getFirst()
                .getLivenessProbe();
        assertThat(liveness.getHttpGet().getPath()).isEqualTo("/q/health/live");
        assertThat(liveness.getPeriodSeconds() * liveness.getFailureThreshold()).isGreaterThanOrEqualTo(120);
        assertThat(liveness.getTimeoutSeconds()).isEqualTo(liveness.getPeriodSeconds());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void the_startup_probe_is_a_program_that_waits(int part) {
        Probe startup = pod(deployments(UnaryOperator.identity()).get(part))
                .getContainers()
                .getFirst()
                .getStartupProbe();
        assertThat(startup.getExec().getCommand()).containsExactly("/opt/java/bin/java", "@/app/startup-probe.args");
        assertThat(startup.getTimeoutSeconds()).isEqualTo(60);
    }

    /** A volume that cannot be mounted yet would be an Event of type Warning; the process waits for the files. */
    @Test
    void the_webhooks_pod_starts_without_a_certificate() {
        assertThat(pod(deployments(UnaryOperator.identity()).get(1)).getVolumes())
                .filteredOn(volume -> volume.getEmptyDir() == null)
                .hasSize(2)
                .allSatisfy(volume -> assertThat(
                                volume.getSecret() == null
                                        ? volume.getConfigMap().getOptional()
                                        : volume.getSecret().getOptional())
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"values.yaml", "loaded-images-values.yaml"})
    void the_values_of_the_quickstart_without_aws_are_values_of_the_chart(String file) {
        assertThat(deployments(
                        command -> command.withValuesFile(Path.of("..", "examples", "quickstart", "emulator", file))))
                .hasSize(2);
    }

    private static List<String> guards(List<GenericKubernetesResource> objects, String kind) {
        return objects.stream().filter(is(kind)).map(Serialization::asYaml).toList();
    }

    @Test
    void a_webhook_on_the_nodes_network_resolves_names_and_removes_the_old_pod_first() {
        Deployment webhook = deployments(
                        command -> command.set("webhook.hostNetwork", true).set("webhook.port", 10250))
                .get(1);
        assertThat(pod(webhook).getHostNetwork()).isTrue();
        assertThat(pod(webhook).getDnsPolicy()).isEqualTo("ClusterFirstWithHostNet");
        assertThat(pod(webhook).getContainers().getFirst().getEnv())
                .extracting(EnvVar::getName, EnvVar::getValue)
                .contains(tuple("QUARKUS_HTTP_SSL_PORT", "10250"));
        assertThat(webhook.getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxSurge()
                        .getIntVal())
                .isZero();
        assertThat(webhook.getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxUnavailable()
                        .getIntVal())
                .isOne();
    }

    @Test
    void the_operators_network_policy_allows_a_webhook_on_the_nodes_network() {
        assertThat(yaml(command -> command.set("networkPolicy.enabled", true)
                                .set("webhook.hostNetwork", true)
                                .set("webhook.port", 10250))
                        .replaceAll("\\s+", " "))
                .contains("egress: - ports:")
                .contains("- ports: - port: 10250");
    }

    @Test
    void only_the_operator_has_the_setting_of_its_own_role() {
        assertThat(yaml(UnaryOperator.identity())).doesNotContain("ROLESANYWHERE_AWS_ROLE");
        assertThat(yaml(command -> command.set("operator.awsRole", "operator")).replaceAll("\\s+", " "))
                .containsOnlyOnce("name: \"ROLESANYWHERE_AWS_ROLE\" value: \"operator\"");
    }

    @Test
    void a_password_in_the_proxy_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> Chart.rendered(
                        command -> command.set("aws.proxy", "http://user:s3cret@proxy.example.org:3128")))
                .hasMessageContaining("reference the Secret in aws.proxySecretRef.name")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void the_endpoint_of_sts_reaches_the_operator_and_must_be_scheme_and_host() {
        assertThat(yaml(command -> command.set("aws.stsEndpoint", "https://vpce-0a1b.sts.eu-west-1.vpce.amazonaws.com"))
                        .replaceAll("\\s+", " "))
                .containsOnlyOnce(
                        "name: \"ROLESANYWHERE_AWS_STS_ENDPOINT\" value: \"https://vpce-0a1b.sts.eu-west-1.vpce.amazonaws.com\"");
        assertThatThrownBy(() -> Chart.rendered(command -> command.set("aws.stsEndpoint", "https://example.org/sts")))
                .hasMessageContaining("at '/aws/stsEndpoint'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.endpoint", "aws.stsEndpoint"})
    void an_endpoint_without_tls_is_rejected_unless_a_value_allows_it(String value) {
        assertThatThrownBy(() -> Chart.rendered(command -> command.set(value, "http://emulator.aws.svc:8080")))
                .hasMessageContaining(value + " must begin with https://")
                .hasMessageContaining("aws.allowInsecureEndpoints: true");
        String allowed = yaml(
                command -> command.set(value, "http://emulator.aws.svc:8080").set("aws.allowInsecureEndpoints", true));
        assertThat(allowed)
                .contains("ROLESANYWHERE_AWS_ALLOW_INSECURE_ENDPOINTS")
                .doesNotContain("must begin with https://");
        assertThat(yaml(UnaryOperator.identity())).contains("must begin with https://");
    }

    @Test
    void the_chart_contains_only_the_name_of_the_proxys_secret() {
        assertThat(yaml(command -> command.set("aws.proxySecretRef.name", "aws-proxy"))
                        .replaceAll("\\s+", " "))
                .contains("name: \"ROLESANYWHERE_AWS_PROXY_SECRET\" value: \"aws-proxy\"")
                .doesNotContain("secretKeyRef");
    }

    @Test
    void config_maps_and_secrets_with_proxy_and_bundle_are_named_to_the_operator() {
        assertThat(yaml(command -> command.set("aws.proxyConfigMapRef.name", "corporate")
                                .set("aws.proxyConfigMapRef.key", "https_proxy")
                                .set("aws.caBundleConfigMapRef.name", "corporate-ca"))
                        .replaceAll("\\s+", " "))
                .contains(
                        "name: \"ROLESANYWHERE_AWS_PROXY_CONFIG_MAP_NAME\" value: \"corporate\"",
                        "name: \"ROLESANYWHERE_AWS_PROXY_CONFIG_MAP_KEY\" value: \"https_proxy\"",
                        "name: \"ROLESANYWHERE_AWS_CA_BUNDLE_CONFIG_MAP_NAME\" value: \"corporate-ca\"")
                .doesNotContain("CA_BUNDLE_CONFIG_MAP_KEY", "CA_BUNDLE_SECRET", "configMapKeyRef");
        assertThat(yaml(command -> command.set("aws.caBundleSecretRef.name", "corporate-ca"))
                        .replaceAll("\\s+", " "))
                .contains("name: \"ROLESANYWHERE_AWS_CA_BUNDLE_SECRET_NAME\" value: \"corporate-ca\"");
    }

    @Test
    void two_sources_of_one_setting_are_rejected() {
        assertThatThrownBy(() -> Chart.rendered(command -> command.set("aws.proxy", "http://proxy.example.org")
                        .set("aws.proxyConfigMapRef.name", "corporate")))
                .hasMessageContaining("set one of aws.proxy, aws.proxySecretRef.name and aws.proxyConfigMapRef.name");
        assertThatThrownBy(() -> Chart.rendered(command -> command.set("aws.caBundleSecretRef.name", "corporate")
                        .set("aws.caBundleConfigMapRef.name", "corporate")))
                .hasMessageContaining(
                        "set one of aws.caBundle, aws.caBundleSecretRef.name and aws.caBundleConfigMapRef.name");
    }

    @Test
    void every_value_changes_an_installed_object() {
        assertThat(yaml(command -> command.withValuesFile(EVERY_VALUE)))
                .contains(
                        "mirror.example.org/all/part@sha256:777",
                        "mirror.example.org/all/sidecar@sha256:888",
                        "mirror.example.org/all/agent@sha256:999",
                        "pool: \"system\"",
                        "value: \"one,two\"")
                .contains(
                        "value: \"kube-system,backup,roles-anywhere,agents\"",
                        "value: \"mesh,restore\"",
                        "value: \"Files\"")
                .contains("value: \"DoNotWait\"", "value: \"eu-west-1\"", "value: \"200m\"", "value: \"128Mi\"")
                .contains("http://proxy.example.org:3128", "vpce-0a1b", "BEGIN CERTIFICATE", "HTTP_PROXY")
                .contains("value: \"/usr/lib/one.so,/usr/lib/two.so\"", "ROLESANYWHERE_AWS_ALLOW_INSECURE_ENDPOINTS")
                .contains(
                        "team: \"platform\"",
                        "contact: \"platform\"",
                        "topologyKey: \"rack\"",
                        "maxUnavailable: \"50%\"")
                .contains("note: \"service\"", "kind: \"service\"", "note: \"pod\"", "timeoutSeconds: 3")
                .contains("system-cluster-critical", "serviceAccountName: \"existing\"", "type: \"Recreate\"")
                .contains("mountPath: \"/extra\"", "revisionHistoryLimit: 7", "credentials: \"aws\"")
                .contains("QUARKUS_LOG_CATEGORY__DEV_ROLESANYWHERE__LEVEL", "QUARKUS_LOG_CONSOLE_JSON_ENABLED")
                .contains("ROLESANYWHERE_SIDECAR_LOG_LEVEL", "ROLESANYWHERE_SIDECAR_LOG_FORMAT")
                .contains(
                        "QUARKUS_HTTP_SSL_PORT", "containerPort: 9443", "containerPort: 9080", "dnsPolicy: \"Default\"")
                .contains("name: \"roles-anywhere-operator-object\"", "name: \"roles-anywhere-operator-text\"")
                .contains("name: \"shared\"", "name: \"shared-too\"")
                .contains("value: \"fd00:ec2::23\"", "value: \"19913\"", "value: \"19914\"", "value: \"20000\"")
                .contains("namespace: \"agents\"", "type: \"spc_t\"", "note: \"agent\"", "memory: \"200Mi\"")
                .contains("of: \"metrics\"", "note: \"metrics\"", "release: \"prometheus\"", "interval: \"15s\"")
                .contains("targetLabel: \"cluster\"", "regex: \"jvm_.*\"", "interval: \"2m\"", "team: \"shop\"")
                .contains(
                        "matchNames:",
                        "https://docs.example.org/operations/#rolesanywhere",
                        "grafana_dashboard: \"yes\"")
                .contains("grafana_folder: \"AWS\"")
                .contains("name: \"login\"", "kind: \"NetworkPolicy\"", "name: \"rolesanywhere-webhook\"")
                .doesNotContain("helm.sh/resource-policy", "kind: \"ClusterRole\"", "kind: \"ServiceAccount\"");
    }

    @Test
    void the_file_with_every_value_changes_every_default() throws Exception {
        JsonNode defaults = ChartValues.tree(Chart.path().resolve("values.yaml"));
        JsonNode every = ChartValues.tree(EVERY_VALUE);
        assertThat(leaves("", defaults))
                .hasSizeGreaterThan(60)
                .filteredOn(pointer ->
                        every.at(pointer).isMissingNode() || every.at(pointer).equals(defaults.at(pointer)))
                // Each of these would exclude other values of the file.
                .containsExactlyInAnyOrder(
                        "/aws/proxySecretRef/name",
                        "/aws/proxyConfigMapRef/name",
                        "/aws/proxyConfigMapRef/key",
                        "/aws/caBundleConfigMapRef/name",
                        "/aws/caBundleConfigMapRef/key",
                        "/aws/caBundleSecretRef/name",
                        "/aws/caBundleSecretRef/key",
                        "/aws/fips",
                        "/aws/dualStack",
                        "/crds/enabled",
                        "/webhook/hostNetwork",
                        "/operator/podDisruptionBudget/enabled",
                        "/webhook/podDisruptionBudget/enabled");
    }

    private static List<String> leaves(String pointer, JsonNode value) {
        return value.isObject() && !value.isEmpty()
                ? value.propertyStream()
                        .flatMap(entry ->
                                leaves(pointer + "/" + entry.getKey().replace("/", "~1"), entry.getValue()).stream())
                        .toList()
                : List.of(pointer);
    }

    @Test
    void an_uninstall_keeps_the_crds_by_default() {
        assertThat(crds(UnaryOperator.identity())).hasSize(3).allSatisfy(crd -> assertThat(
                        crd.getMetadata().getAnnotations())
                .containsEntry("helm.sh/resource-policy", "keep"));
        assertThat(crds(command -> command.set("crds.enabled", false))).isEmpty();
    }

    private static Predicate<GenericKubernetesResource> is(String kind) {
        return object -> object.getKind().equals(kind);
    }

    /** The operator's, then the webhook's. */
    private static List<Deployment> deployments(UnaryOperator<TemplateCommand> values) {
        return Chart.rendered(values).stream()
                .filter(is("Deployment"))
                .map(object -> Serialization.unmarshal(Serialization.asYaml(object), Deployment.class))
                .sorted(Comparator.comparing(
                        deployment -> deployment.getMetadata().getName()))
                .toList();
    }

    private static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
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
