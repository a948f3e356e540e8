package dev.rolesanywhere.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.e2e.chart.InstalledChart;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API server's own plugins complete the sidecar, and check the pod at the end. */
@NeedsCluster
@InTurn
@ExtendWith(Admission.Extension.class)
class AdmissionPluginsIT {
    private final Admission admission;
    private final String namespace;

    AdmissionPluginsIT(Admission admission, TestInfo test) {
        this.admission = admission;
        this.namespace = "plugins-"
                + Integer.toHexString(
                        (test.getTestMethod().orElseThrow().getName() + test.getDisplayName()).hashCode());
        admission.namespace(namespace);
    }

    @Test
    void the_sidecar_has_the_pull_policy_of_always_pull_images() {
        ObjectNode pod = admission.create(namespace, Admission.pod(""));
        assertThat(Json.containers(pod))
                .extracting(container -> container.path("imagePullPolicy").asText())
                .containsExactly("Always", "Always");
        assertThat(SidecarFaults.of(pod)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ephemeral-storage | default: {ephemeral-storage: 1Gi}, max: {ephemeral-storage: 1Gi}
            ephemeral-storage | default: {ephemeral-storage: 1Gi}, defaultRequest: {ephemeral-storage: 1Mi}, max: {ephemeral-storage: 2Gi}
            ephemeral-storage | default: {ephemeral-storage: 20Mi}, max: {ephemeral-storage: 20Mi}
            cpu               | default: {cpu: 500m, memory: 256Mi}, max: {cpu: '2', memory: 1Gi}
            cpu               | max: {cpu: '1', memory: 1Gi}
            cpu               | max: {cpu: '1', memory: 1Gi}, min: {cpu: 1m, memory: 4Mi}, maxLimitRequestRatio: {cpu: '4'}
            """)
    void a_limit_range_accepts_the_sidecar_with_a_limit(String resource, String limits) {
        limitRange(limits);
        ObjectNode pod = admission.create(namespace, Admission.pod(""));
        assertThat(sidecar(pod).at("/resources/limits").has(resource)).isTrue();
        assertThat(SidecarFaults.of(pod)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            requests.cpu: '1', requests.memory: 1Gi                                            | requests: {cpu: 10m, memory: 16Mi}
            limits.memory: 1Gi                                                                 | limits: {memory: 16Mi}
            limits.cpu: '4', limits.memory: 4Gi, requests.cpu: '1', requests.memory: 1Gi       | limits: {cpu: 100m, memory: 16Mi}
            requests.ephemeral-storage: 4Gi                                                    | requests: {ephemeral-storage: 1Gi}
            limits.ephemeral-storage: 4Gi                                                      | limits: {ephemeral-storage: 1Gi}
            limits.ephemeral-storage: 4Gi, requests.ephemeral-storage: 4Gi, limits.cpu: '4'    | limits: {cpu: 100m, ephemeral-storage: 1Gi}
            """)
    void a_quota_accepts_the_sidecar_if_the_other_containers_set_the_required_values(String hard, String resources) {
        admission.chart().create(namespace, """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: all}
                spec: {hard: {%s}}
                """.formatted(hard));
        InstalledChart.eventually(() -> admission
                        .client()
                        .resourceQuotas()
                        .inNamespace(namespace)
                        .withName("all")
                        .get()
                        .getStatus()
                        .getHard()
                != null);
        ObjectNode pod = Admission.pod("");
        ((ObjectNode) pod.at("/spec/containers/0")).set("resources", Json.of("{" + resources + "}"));
        assertThat(SidecarFaults.of(admission.create(namespace, pod))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limits: {memory: 256Mi, cpu: 500m}
            requests: {memory: 40Mi, cpu: 20m}
            requests: {memory: 40Mi}
            limits: {memory: 256Mi, cpu: 500m}, requests: {memory: 40Mi, cpu: 20m}
            """)
    void a_pod_with_its_own_budget_stays_valid_with_a_limit_range(String budget) {
        limitRange("default: {ephemeral-storage: 1Gi}, max: {ephemeral-storage: 2Gi}");
        ObjectNode pod = Admission.pod("");
        ((ObjectNode) pod.get("spec")).set("resources", Json.of("{" + budget + "}"));
        assertThat(SidecarFaults.of(admission.create(namespace, pod))).isEmpty();
    }

    @Test
    void restricted_pod_security_accepts_the_sidecar() {
        admission.client().namespaces().withName(namespace).edit(restricted -> new NamespaceBuilder(restricted)
                .editMetadata()
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build());
        InstalledChart.eventually(() -> !admission.admits(namespace, Admission.pod("")));
        ObjectNode pod = Admission.pod("");
        ((ObjectNode) pod.at("/spec/containers/0")).set("securityContext", Json.of("""
                {allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}
                """));
        assertThat(SidecarFaults.of(admission.create(namespace, pod))).isEmpty();
    }

    private void limitRange(String limits) {
        admission.chart().create(namespace, """
                apiVersion: v1
                kind: LimitRange
                metadata: {name: all}
                spec: {limits: [{type: Container, %s}]}
                """.formatted(limits));
        // The API server needs a moment to use it.
        InstalledChart.eventually(() -> admission
                        .admit(namespace, unbound())
                        .at("/spec/containers/0/resources/limits")
                        .size()
                > 0);
    }

    private static ObjectNode unbound() {
        ObjectNode pod = Admission.pod("");
        ((ObjectNode) pod.get("spec")).put("serviceAccountName", "unbound");
        return pod;
    }

    private static JsonNode sidecar(ObjectNode pod) {
        return Json.named(pod.at("/spec/initContainers"), "name", Sidecar.CONTAINER)
                .orElseThrow();
    }
}
