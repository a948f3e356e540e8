package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The webhook is unavailable in all of these tests. */
@NeedsCluster
@InTurn
@ExtendWith(InstalledChart.Extension.class)
class PodGuardIT {
    /** The pod in the form that the webhook writes. */
    static final String INJECTED = """
            apiVersion: v1
            kind: Pod
            metadata: {name: app, annotations: {rolesanywhere.dev/role: reader}}
            spec:
              serviceAccountName: orders
              initContainers:
              - name: aws-credentials
                image: "mirror.example.org/roles-anywhere-sidecar:0.1.0"
                restartPolicy: Always
                env:
                - {name: ROLESANYWHERE_ISSUER_URL, value: "https://roles-anywhere-operator-issuer.roles-anywhere.svc"}
                - {name: ROLESANYWHERE_ISSUER_CA, value: PEM}
                securityContext:
                  allowPrivilegeEscalation: false
                  readOnlyRootFilesystem: true
                  runAsNonRoot: true
                  capabilities: {drop: [ALL]}
                  seccompProfile: {type: RuntimeDefault}
                startupProbe: {httpGet: {path: /started, port: 9912}}
                volumeMounts:
                - {name: rolesanywhere-dev-credentials, mountPath: /var/run/rolesanywhere.dev/credentials}
                - {name: rolesanywhere-dev-token, mountPath: /var/run/rolesanywhere.dev/token}
              volumes:
              - {name: rolesanywhere-dev-credentials, emptyDir: {medium: Memory}}
              - name: rolesanywhere-dev-token
                projected: {sources: [{serviceAccountToken: {audience: rolesanywhere.dev, path: token}}]}
              containers: [{name: app, image: "example.org/app:1"}]
            """;

    /** Kubernetes itself refuses a probe there. */
    private static final String ORDINARY = INJECTED.replace("    restartPolicy: Always\n", "")
            .replace("    startupProbe: {httpGet: {path: /started, port: 9912}}\n", "");

    private static final String LABELED = labeled(INJECTED);

    private final InstalledChart chart;

    PodGuardIT(InstalledChart chart) {
        this.chart = chart;
    }

    @Test
    void a_bound_pod_without_the_sidecar_is_rejected_with_cause_and_correction() {
        assertThatThrownBy(() -> chart.dryRun("ready", InstalledChart.POD.formatted("orders", "")))
                .hasMessageContaining("ServiceAccount orders is bound to AWSRole reader by AWSRoleBinding ready")
                .hasMessageContaining("the webhook roles-anywhere-operator-webhook did not answer")
                .hasMessageContaining("A controller retries automatically")
                .hasMessageContaining("rolesanywhere.dev/inject: \"false\"");
    }

    @Test
    void an_unbound_pod_starts() {
        assertThatCode(() -> chart.dryRun("ready", InstalledChart.POD.formatted("default", "")))
                .doesNotThrowAnyException();
    }

    @Test
    void a_bound_pod_with_the_sidecar_starts() {
        assertThatCode(() -> chart.dryRun("ready", INJECTED)).doesNotThrowAnyException();
    }

    @Test
    void an_ordinary_init_container_of_the_sidecars_name_is_not_the_sidecar() {
        assertThatThrownBy(() -> chart.dryRun("ready", ORDINARY))
                .hasMessageContaining("did not get the sidecar")
                .hasMessageContaining("another admission webhook removed restartPolicy: Always from init container");
    }

    @Test
    void a_copied_pod_with_a_changed_sidecar_is_rejected_with_the_difference() {
        String changed = INJECTED.replace("allowPrivilegeEscalation: false", "privileged: true")
                .replace("startupProbe:", "args: [x]\n    startupProbe:");
        assertThatThrownBy(() -> chart.dryRun("ready", changed))
                .hasMessageContaining("another admission webhook changed command or args, securityContext afterwards")
                .hasMessageContaining("or the pod is a copy and the webhook did not answer");
    }

    @Test
    void a_copy_that_another_version_injected_starts() {
        assertThatCode(() -> chart.dryRun(
                        "ready",
                        INJECTED.replace("sidecar:0.1.0", "sidecar:0.0.9")
                                .replace("annotations: {", "annotations: {rolesanywhere.dev/injected: 0.0.9, ")))
                .doesNotThrowAnyException();
    }

    private static String labeled(String pod) {
        return pod.replace("metadata: {", "metadata: {labels: {rolesanywhere.dev/injected: \"true\"}, ");
    }

    /** The webhook sets the label, and removes the label from pods that it does not inject. */
    @ParameterizedTest
    @ValueSource(strings = {"orders", "default"})
    void a_pod_with_the_label_of_injected_pods_is_checked_whether_it_is_bound_or_not(String account) {
        String labeled = LABELED.replace("serviceAccountName: orders", "serviceAccountName: " + account);
        assertThatCode(() -> chart.dryRun("ready", labeled)).doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> chart.dryRun("ready", labeled.replace("startupProbe:", "args: [x]\n    startupProbe:")))
                .hasMessageContaining("ServiceAccount " + account)
                .hasMessageContaining("another admission webhook changed command or args afterwards");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "default"})
    void a_pod_with_the_label_of_injected_pods_and_without_the_sidecar_is_rejected(String account) {
        String labeled = labeled(InstalledChart.POD.formatted(account, "rolesanywhere.dev/injected: 0.0.9"));
        assertThatThrownBy(() -> chart.dryRun("ready", labeled))
                .hasMessageContaining("the pod of ServiceAccount " + account
                        + " has label rolesanywhere.dev/injected, which the webhook"
                        + " roles-anywhere-operator-webhook sets, but this pod did not get the sidecar")
                .hasMessageContaining("rolesanywhere.dev/inject: \"false\"");
    }

    /** The guard of pods that request a role ignores this pod, so its message names one remedy. */
    @Test
    void a_labeled_pod_that_requests_a_role_without_the_sidecar_is_rejected_by_the_pod_guard() {
        String labeled = labeled(InstalledChart.POD.formatted("orders", "rolesanywhere.dev/role: reader"));
        assertThatThrownBy(() -> chart.dryRun("ready", labeled))
                .hasMessageContaining("'roles-anywhere-operator-pod-guard-injected'")
                .hasMessageContaining("did not get the sidecar");
    }

    @Test
    void a_labeled_pod_with_a_changed_sidecar_that_opted_out_starts() {
        String changed = LABELED.replace("startupProbe:", "args: [x]\n    startupProbe:")
                .replace("annotations: {", "annotations: {rolesanywhere.dev/inject: \"false\", ");
        assertThatCode(() -> chart.dryRun("ready", changed)).doesNotThrowAnyException();
    }

    @Test
    void a_pod_with_the_label_of_injected_pods_that_opted_out_starts() {
        String labeled = labeled(InstalledChart.POD.formatted("orders", "rolesanywhere.dev/inject: \"false\""));
        assertThatCode(() -> chart.dryRun("ready", labeled)).doesNotThrowAnyException();
    }

    @Test
    void a_labeled_copy_that_another_version_injected_starts() {
        assertThatCode(() -> chart.dryRun(
                        "ready",
                        LABELED.replace("sidecar:0.1.0", "sidecar:0.0.9")
                                .replace("annotations: {", "annotations: {rolesanywhere.dev/injected: 0.0.9, ")))
                .doesNotThrowAnyException();
    }

    @Test
    void a_bound_pod_that_opted_out_starts() {
        assertThatCode(() -> chart.dryRun(
                        "ready", InstalledChart.POD.formatted("orders", "rolesanywhere.dev/inject: \"false\"")))
                .doesNotThrowAnyException();
    }

    @Test
    void the_default_serviceaccount_is_guarded_if_a_binding_names_it() {
        chart.namespace("of-default");
        chart.create("of-default", InstalledChart.BINDING.formatted("all", "reader", "default"));
        InstalledChart.eventually(() -> InstalledChart.refuses(() -> chart.dryRun(
                "of-default",
                "{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {containers: [{name: app, image: app}]}}")));
    }

    @Test
    void a_binding_of_another_namespace_changes_nothing() {
        chart.namespace("elsewhere", "orders");
        assertThatCode(() -> chart.dryRun("elsewhere", InstalledChart.POD.formatted("orders", "")))
                .doesNotThrowAnyException();
    }

    @Test
    void a_pod_of_an_excluded_namespace_is_not_rejected() {
        chart.create("kube-public", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: orders}}");
        chart.create("kube-public", InstalledChart.BINDING.formatted("orders", "reader", "orders"));
        assertThatCode(() -> chart.dryRun("kube-public", InstalledChart.POD.formatted("orders", "")))
                .doesNotThrowAnyException();
    }

    @Test
    void a_dry_run_neither_requires_nor_checks_the_sidecar_until_it_is_in_force() {
        chart.namespace("rehearsing", "orders");
        String binding = InstalledChart.BINDING.formatted("rehearsal", "reader", "orders");
        String dryRun = binding.replace("spec: {", "spec: {dryRun: true, ");
        assertThat(dryRun).isNotEqualTo(binding);
        chart.create("rehearsing", dryRun);
        String changed = INJECTED.replace("startupProbe:", "args: [x]\n    startupProbe:");
        assertThatCode(() -> chart.dryRun("rehearsing", InstalledChart.POD.formatted("orders", "")))
                .doesNotThrowAnyException();
        assertThatCode(() -> chart.dryRun("rehearsing", changed)).doesNotThrowAnyException();

        chart.create("rehearsing", binding.replace("name: rehearsal", "name: in-force"));
        InstalledChart.eventually(() ->
                InstalledChart.refuses(() -> chart.dryRun("rehearsing", InstalledChart.POD.formatted("orders", ""))));
    }

    @RepeatedTest(10)
    void a_pod_without_the_sidecar_right_after_its_binding_is_rejected(RepetitionInfo repetition) {
        var namespace = "one-apply-" + repetition.getCurrentRepetition();
        chart.namespace(namespace, "orders");
        chart.create(namespace, InstalledChart.BINDING.formatted("orders", "reader", "orders"));
        assertThatThrownBy(() -> chart.create(namespace, InstalledChart.POD.formatted("orders", "")))
                .hasMessageContaining("by AWSRoleBinding orders");
    }

    @Test
    void a_pod_with_a_role_annotation_but_without_the_sidecar_is_rejected() {
        assertThatThrownBy(() -> chart.dryRun(
                        "ready", InstalledChart.POD.formatted("default", "rolesanywhere.dev/role: writer")))
                .hasMessageContaining("the pod requests AWSRole writer by annotation rolesanywhere.dev/role")
                .hasMessageContaining("did not answer");
    }
}
