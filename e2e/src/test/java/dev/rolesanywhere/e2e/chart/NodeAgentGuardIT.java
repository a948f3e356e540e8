package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pods with the node agent's token the API server accepts. The webhook is unavailable in all of these tests. */
@NeedsCluster
@InTurn
@ExtendWith(InstalledChart.Extension.class)
class NodeAgentGuardIT {
    private static final String INJECTED = """
            apiVersion: v1
            kind: Pod
            metadata: {name: app, annotations: {rolesanywhere.dev/role: reader, rolesanywhere.dev/node-agent: "aws-credentials-wait,app"}}
            spec:
              serviceAccountName: orders
              initContainers:
              - name: aws-credentials-wait
                image: "mirror.example.org/roles-anywhere-agent:0.1.0"
                args: [wait]
                env: [{name: ROLESANYWHERE_NODE_AGENT_URL, value: "http://169.254.170.23:9913"}]
                securityContext:
                  allowPrivilegeEscalation: false
                  readOnlyRootFilesystem: true
                  runAsNonRoot: true
                  capabilities: {drop: [ALL]}
                  seccompProfile: {type: RuntimeDefault}
                volumeMounts: [{name: rolesanywhere-dev-node-token, mountPath: /var/run/rolesanywhere.dev/node}]
              containers:
              - name: app
                image: "example.org/app:1"
                env:
                - {name: AWS_CONTAINER_CREDENTIALS_FULL_URI, value: "http://169.254.170.23:9913/v1/credentials"}
                - {name: AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, value: /var/run/rolesanywhere.dev/node/token}
                volumeMounts: [{name: rolesanywhere-dev-node-token, readOnly: true, mountPath: /var/run/rolesanywhere.dev/node}]
              volumes:
              - name: rolesanywhere-dev-node-token
                projected: {sources: [{serviceAccountToken: {audience: rolesanywhere.dev/node, path: token}}]}
            """;

    private final InstalledChart chart;

    NodeAgentGuardIT(InstalledChart chart) {
        this.chart = chart;
    }

    @Test
    void a_bound_pod_with_token_variables_and_the_container_that_waits_starts() {
        assertThatCode(() -> chart.dryRun("ready", INJECTED)).doesNotThrowAnyException();
    }

    /** Each is a valid pod, or one that its author intended. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            v1/credentials"                        | v1/credentials/role/writer"
            node-agent: "aws-credentials-wait,app" | node-agent: "aws-credentials-wait"
            roles-anywhere-agent:0.1.0"            | roles-anywhere-agent:0.1.0@sha256:0123456789012345678901234567890123456789012345678901234567890123"
            """)
    void each_variant_of_the_webhooks_pod_starts(String here, String instead) {
        String pod = INJECTED.replace(here, instead);
        assertThat(pod).isNotEqualTo(INJECTED);
        assertThatCode(() -> chart.dryRun("ready", pod)).doesNotThrowAnyException();
    }

    @Test
    void a_pod_with_a_containers_own_endpoint_starts() {
        String pod = INJECTED.replace("http://169.254.170.23:9913/v1/credentials", "http://localhost:1338/own")
                .replace("/var/run/rolesanywhere.dev/node/token", "/own/token");
        assertThatCode(() -> chart.dryRun("ready", pod)).doesNotThrowAnyException();
    }

    @Test
    void a_pod_that_does_not_wait_starts_without_that_container() {
        assertThatCode(() -> chart.dryRun("ready", withoutWaiting().replace("\"aws-credentials-wait,app\"", "app")))
                .doesNotThrowAnyException();
    }

    @Test
    void a_pod_that_lost_the_container_that_waits_is_rejected() {
        assertThatThrownBy(() -> chart.dryRun("ready", withoutWaiting()))
                .hasMessageContaining("changed init container aws-credentials-wait, which is missing after it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            , rolesanywhere.dev/node-agent: "aws-credentials-wait,app" | `` | changed annotation rolesanywhere.dev/node-agent after
            args: [wait]                               | args: [wait, more]       | command or args of aws-credentials-wait
            args: [wait]                               | command: [sh]            | command or args of aws-credentials-wait
            args: [wait]                               | restartPolicy: Always    | restartPolicy or lifecycle of aws-credentials-wait
            roles-anywhere-agent:0.1.0                 | shell:1                  | image of aws-credentials-wait
            allowPrivilegeEscalation: false            | privileged: true         | securityContext of aws-credentials-wait
            "http://169.254.170.23:9913"}              | "http://192.0.2.1:9913"} | env of aws-credentials-wait
            env: [{name                                | env: [{name: JAVA_TOOL_OPTIONS, value: x}, {name | env of aws-credentials-wait
            mountPath: /var/run/rolesanywhere.dev/node}]\\n  containers | mountPath: /elsewhere}]\\n  containers | volumeMounts of aws-credentials-wait
            readOnly: true, mountPath: /var/run/rolesanywhere.dev/node | readOnly: true, mountPath: /elsewhere | volumeMounts of container app
            AWS_CONTAINER_                             | OTHER_                   | env of container app
            9913/v1/credentials                        | 9911/v1/credentials      | AWS_CONTAINER_CREDENTIALS_FULL_URI of container app
            path: token}}]                             | path: other}}]           | volume rolesanywhere-dev-node-token
            path: token}}]                             | path: token}}, {configMap: {name: more}}] | volume rolesanywhere-dev-node-token
            """)
    void a_changed_pod_is_rejected_with_the_difference(String here, String instead, String differs) {
        String changed = INJECTED.replace(here.replace("\\n", "\n"), instead.replace("\\n", "\n"));
        assertThat(changed).isNotEqualTo(INJECTED);
        assertThatThrownBy(() -> chart.dryRun("ready", changed))
                .hasMessageContaining(
                        "the agent of its node gives this pod the AWS credentials of ServiceAccount orders")
                .hasMessageContaining(differs)
                .hasMessageContaining("or the pod is a copy and the webhook did not answer")
                .hasMessageContaining("rolesanywhere.dev/inject: \"false\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            audience: rolesanywhere.dev/node, | ``
            audience: rolesanywhere.dev/node  | audience: rolesanywhere.dev
            projected: {sources: [{serviceAccountToken: {audience: rolesanywhere.dev/node, path: token}}]} | emptyDir: {}
            """)
    void a_pod_without_the_token_is_rejected(String here, String instead) {
        // The guard for requested roles rejects a pod with a role annotation, for the same cause.
        String changed =
                INJECTED.replace("rolesanywhere.dev/role: reader, ", "").replace(here, instead);
        assertThatThrownBy(() -> chart.dryRun("ready", changed))
                .hasMessageContaining("ServiceAccount orders is bound to AWSRole reader by AWSRoleBinding ready")
                .hasMessageContaining("did not get the token by which the agent of its node gives it AWS credentials")
                .hasMessageContaining("changed or removed volume rolesanywhere-dev-node-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "default"})
    void a_pod_with_the_label_of_injected_pods_is_checked_whether_it_is_bound_or_not(String account) {
        String labeled = INJECTED.replace("serviceAccountName: orders", "serviceAccountName: " + account)
                .replace("annotations: {", "labels: {rolesanywhere.dev/injected: \"true\"}, annotations: {");
        assertThatCode(() -> chart.dryRun("ready", labeled)).doesNotThrowAnyException();
        assertThatThrownBy(() -> chart.dryRun("ready", labeled.replace("args: [wait]", "args: [other]")))
                .hasMessageContaining("gives this pod the AWS credentials of ServiceAccount " + account)
                .hasMessageContaining("command or args of aws-credentials-wait");
    }

    /** The sidecar is as the webhook writes it, so that its own guard has nothing to reject. */
    @Test
    void a_pod_with_the_token_and_a_sidecar_is_rejected() {
        String both = PodGuardIT.INJECTED.replace("  volumes:\n", """
              volumes:
              - name: rolesanywhere-dev-node-token
                projected: {sources: [{serviceAccountToken: {audience: rolesanywhere.dev/node, path: token}}]}
            """);
        assertThat(both).contains("rolesanywhere-dev-node-token");
        assertThatThrownBy(() -> chart.dryRun("ready", both))
                .hasMessageContaining("init container aws-credentials, which belongs to a pod with a sidecar");
    }

    @Test
    void an_unbound_pod_and_an_opted_out_pod_always_start() {
        String changed =
                INJECTED.replace("args: [wait]", "args: [other]").replace("rolesanywhere.dev/role: reader, ", "");
        assertThatCode(() -> chart.dryRun(
                        "ready", changed.replace("serviceAccountName: orders", "serviceAccountName: default")))
                .doesNotThrowAnyException();
        assertThatCode(() -> chart.dryRun(
                        "ready",
                        changed.replace("annotations: {", "annotations: {rolesanywhere.dev/inject: \"false\", ")))
                .doesNotThrowAnyException();
    }

    @Test
    void a_copy_that_another_version_injected_starts() {
        assertThatCode(() -> chart.dryRun(
                        "ready",
                        INJECTED.replace("agent:0.1.0", "agent:0.0.9")
                                .replace("annotations: {", "annotations: {rolesanywhere.dev/injected: 0.0.9, ")))
                .doesNotThrowAnyException();
    }

    private static String withoutWaiting() {
        int from = INJECTED.indexOf("  initContainers:");
        return INJECTED.substring(0, from) + INJECTED.substring(INJECTED.indexOf("  containers:"));
    }
}
