package dev.rolesanywhere.plugin.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.plugin.preview.Preview.Verdict;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
    private static final String WITHOUT = """
            metadata: {labels: {app: orders}, annotations: {rolesanywhere.dev/inject: "false", team: shop}}
            spec:
              containers:
              - name: app
                image: app:1
                env: [{name: A, value: a}, {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: k, key: id}}}]
                volumeMounts: [{name: kube-api-access-abcde, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]
              volumes: [{name: kube-api-access-abcde, projected: {}}]
            """;

    @Test
    void only_changes_of_the_webhook_are_named() {
        List<Change> changes = Difference.between(tree(WITHOUT), tree("""
            metadata:
              labels: {app: orders, rolesanywhere.dev/injected: "true"}
              annotations: {rolesanywhere.dev/preview: "true", team: shop, rolesanywhere.dev/injected: 0.1.0}
            spec:
              imagePullSecrets: [{name: pull}]
              initContainers: [{name: aws-credentials, image: "sidecar:1"}]
              containers:
              - name: app
                image: app:1
                env:
                - {name: A, value: a}
                - {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: k, key: id}}}
                - {name: AWS_REGION, value: eu-west-1}
                volumeMounts:
                - {name: kube-api-access-vwxyz, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}
                - {name: rolesanywhere-dev-credentials, mountPath: /var/run/rolesanywhere.dev/credentials, readOnly: true}
              volumes: [{name: kube-api-access-vwxyz, projected: {}}, {name: rolesanywhere-dev-credentials, emptyDir: {medium: Memory}}]
            """));

        assertThat(changes)
                .extracting(Change::words)
                .containsExactly(
                        "init container aws-credentials, image sidecar:1",
                        "container app: variable AWS_REGION=eu-west-1",
                        "container app: mount /var/run/rolesanywhere.dev/credentials, read-only",
                        "volume rolesanywhere-dev-credentials, emptyDir",
                        "label rolesanywhere.dev/injected, true",
                        "annotation rolesanywhere.dev/injected, 0.1.0",
                        "pull secret pull");
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, WouldNotInject, 0",
        "true, false, WouldBeRejected, 1",
        "false, false, RejectedWithoutInjection, 1"
    })
    void a_rejection_is_the_webhooks_only_if_the_pod_without_injection_is_admitted(
            boolean without, boolean with, Verdict verdict, int rejections) {
        Preview preview = Preview.of("shop", "deployment/orders", "orders", List.of(), trial(without), trial(with));

        assertThat(preview.verdict()).isEqualTo(verdict);
        assertThat(preview.rejection() == null ? 0 : 1).isEqualTo(rejections);
    }

    @Test
    void warnings_are_read_from_the_headers_of_an_answer() {
        assertThat(DryRunPods.warnings(
                        List.of("299 - \"container app sets \\\"X\\\"\"", "299 - \"one\", 299 - \"two\"", "nonsense")))
                .containsExactly("container app sets \"X\"", "one", "two");
    }

    private static Trial trial(boolean admitted) {
        return admitted ? new Trial.Admitted(tree(WITHOUT), List.of()) : new Trial.Rejected("no");
    }

    private static JsonNode tree(String yaml) {
        try {
            return Serialization.jsonMapper()
                    .readTree(Serialization.asJson(Serialization.unmarshal(yaml, Object.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
