package dev.rolesanywhere.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods that the agent of their node serves, past the webhook, the guards, and webhooks of others. */
@NeedsCluster
@InTurn
@ExtendWith(Admission.Extension.class)
class NodeAgentPodsIT {
    private static final String ENDPOINT = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private final Admission admission;

    NodeAgentPodsIT(Admission admission) {
        this.admission = admission;
    }

    @ParameterizedTest
    @CsvSource({"WaitForCredentials, true", "DoNotWait, false"})
    void the_guards_accept_the_webhooks_pod(String startup, boolean waits) {
        assertIsServedByAgent(admit(pod("", "NodeAgent", startup)), waits);
    }

    @ParameterizedTest
    @CsvSource({"WaitForCredentials, true", "DoNotWait, false"})
    void a_copy_of_a_pod_with_a_sidecar_moves_to_the_agent_and_back(String startup, boolean waits) {
        ObjectNode sidecar = admit(pod("", "Endpoint", startup));
        assertThat(SidecarFaults.of(sidecar)).isEmpty();

        ObjectNode agent = admit(copy(sidecar, "NodeAgent", true));
        assertIsServedByAgent(agent, waits);

        ObjectNode again = admit(copy(agent, "Endpoint", true));
        assertThat(SidecarFaults.of(again)).isEmpty();
        assertThat(again.toString()).doesNotContain("node-token", NodeAgent.WAIT_CONTAINER);
        assertThat(again.at("/spec/volumes")).hasSameSizeAs(sidecar.at("/spec/volumes"));
    }

    @Test
    void a_copy_without_annotations_is_recognized() {
        ObjectNode agent = admit(pod("", "NodeAgent", "DoNotWait"));

        ObjectNode copied = admit(copy(agent, "Endpoint", false));
        assertThat(SidecarFaults.of(copied)).isEmpty();
        assertThat(copied.toString()).doesNotContain("node-token");
    }

    static Stream<Arguments> changes() {
        return Arrays.stream(AgentPodChange.values())
                .flatMap(change -> Arrays.stream(Call.values()).map(call -> Arguments.of(change, call)));
    }

    /** Rejected is only what another webhook did after ours had its last word. */
    @ParameterizedTest
    @MethodSource("changes")
    void removed_parts_are_restored_or_the_pod_is_rejected(AgentPodChange change, Call call) {
        try {
            ObjectNode pod = admission.admit(call.namespace(), pod(change.name(), "NodeAgent", "WaitForCredentials"));
            assertIsServedByAgent(pod, true);
        } catch (KubernetesClientException e) {
            assertThat(call.hasTheLastWord()).as(String.valueOf(e.getMessage())).isTrue();
            assertThat(e)
                    .hasMessageContaining("ServiceAccount orders")
                    .hasMessageContaining("another admission webhook changed")
                    .hasMessageContaining("reinvocationPolicy: Never")
                    .hasMessageContaining("rolesanywhere.dev/inject: \"false\"");
        }
    }

    /** Without {@code managedFields}, which name each field that a client has sent. */
    private ObjectNode admit(ObjectNode pod) {
        ObjectNode admitted = admission.admit(Admission.PLAIN, pod);
        ((ObjectNode) admitted.path("metadata")).remove("managedFields");
        return admitted;
    }

    private static ObjectNode pod(String change, String delivery, String startup) {
        ObjectNode pod = Admission.pod(change);
        annotations(pod).put(Annotations.DELIVERY, delivery).put(Annotations.STARTUP, startup);
        return pod;
    }

    private static ObjectNode copy(ObjectNode pod, String delivery, boolean withAnnotations) {
        ObjectNode copy = Json.of("{apiVersion: v1, kind: Pod, metadata: {name: copy, annotations: {}}}");
        if (withAnnotations) {
            annotations(copy).setAll(annotations(pod));
        }
        annotations(copy).put(Annotations.DELIVERY, delivery);
        return copy.set("spec", pod.get("spec").deepCopy());
    }

    private static ObjectNode annotations(ObjectNode pod) {
        return (ObjectNode) pod.at("/metadata/annotations");
    }

    private static void assertIsServedByAgent(ObjectNode pod, boolean waits) {
        assertThat(Json.containers(pod).map(container -> container.path("name").asText()))
                .containsExactlyElementsOf(waits ? List.of(NodeAgent.WAIT_CONTAINER, "app") : List.of("app"));
        JsonNode app = Json.named(pod.at("/spec/containers"), "name", "app").orElseThrow();
        assertThat(Json.named(app.path("env"), "name", ENDPOINT)
                        .orElseThrow()
                        .path("value")
                        .asText())
                .isEqualTo("http://169.254.170.23:9913/v1/credentials");
        assertThat(Json.named(app.path("volumeMounts"), "name", NodeAgent.TOKEN_VOLUME)
                        .orElseThrow()
                        .path("mountPath")
                        .asText())
                .isEqualTo(NodeAgent.TOKEN_DIRECTORY);
        JsonNode token = Json.named(pod.at("/spec/volumes"), "name", NodeAgent.TOKEN_VOLUME)
                .orElseThrow()
                .at("/projected/sources/0/serviceAccountToken");
        assertThat(token.path("audience").asText()).isEqualTo(NodeAgent.AUDIENCE);
        assertThat(token.path("expirationSeconds").asLong()).isEqualTo(NodeAgent.TOKEN_SECONDS);
        assertThat(pod.toString())
                .doesNotContain(
                        "\"" + Sidecar.CONTAINER + "\"", Sidecar.CREDENTIALS_VOLUME, Sidecar.ISSUER_TOKEN_VOLUME);
        assertThat(annotations(pod).path(Annotations.NODE_AGENT).asText())
                .isEqualTo(waits ? NodeAgent.WAIT_CONTAINER + ",app" : "app");
    }
}
