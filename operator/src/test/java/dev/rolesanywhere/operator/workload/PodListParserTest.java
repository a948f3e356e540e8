package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodListParserTest {
    private static final String LIST = """
            {"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "9", "continue": "next-page"},
             "items": [{
               "metadata": {"name": "orders-1", "namespace": "shop", "uid": "u1", "creationTimestamp": "2026-01-02T03:04:05Z",
                 "labels": {"app": "orders"}, "annotations": {"a": "b"}, "managedFields": [{"manager": "kubelet"}]},
               "spec": {"serviceAccountName": "orders", "nodeName": "one", "volumes": [{"name": "v", "emptyDir": {}}],
                 "initContainers": [{"name": "aws-credentials", "image": "sidecar", "resources": {"limits": {"memory": "1Mi"}}}],
                 "containers": [{"name": "app", "image": "app", "env": [{"name": "AWS_PROFILE", "value": "x"}],
                   "envFrom": [{"secretRef": {"name": "keys"}}],
                   "livenessProbe": {"httpGet": {"port": "http"}}, "volumeMounts": [{"name": "v", "mountPath": "/m"}]}]},
               "status": {"phase": "Running", "podIP": "10.0.0.1", "conditions": [{"type": "PodScheduled", "status": "True"}], "hostIP": "10.0.0.2",
                 "containerStatuses": [{"name": "app", "image": "app", "state": {"running": {}}}],
                 "initContainerStatuses": [{"name": "aws-credentials", "started": true, "restartCount": 2, "ready": true,
                   "state": {"running": {"startedAt": "2026-01-02T03:04:06Z"}},
                   "lastState": {"terminated": {"exitCode": 137}}}]}},
              {"metadata": {"name": "orders-2", "uid": "u2"}, "spec": {}}]}""";

    private final PodListParser parser = new PodListParser();
    private final List<Pod> pods = new ArrayList<>();

    @Test
    void only_the_needed_fields_of_a_pod_are_read() {
        assertThat(parse(LIST).size()).isEqualTo(2);

        Pod pod = pods.getFirst();
        assertThat(pod.getMetadata().getUid()).isEqualTo("u1");
        assertThat(pod.getMetadata().getAnnotations()).containsEntry("a", "b");
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("orders");
        assertThat(pod.getSpec().getContainers().getFirst().getEnv()).hasSize(1);
        assertThat(pod.getStatus().getInitContainerStatuses().getFirst()).satisfies(status -> {
            assertThat(status.getStarted()).isTrue();
            assertThat(status.getRestartCount()).isEqualTo(2);
            assertThat(status.getState().getRunning().getStartedAt()).isEqualTo("2026-01-02T03:04:06Z");
            assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(137);
        });
        assertThat(pod.getSpec().getContainers().getFirst().getEnvFrom()).hasSize(1);
        assertThat(pod.getStatus().getContainerStatuses().getFirst().getState().getRunning())
                .isNotNull();
        assertThat(pod.getStatus().getConditions().getFirst().getType()).isEqualTo("PodScheduled");
        assertThat(pod.getMetadata().getLabels()).isNullOrEmpty();
        assertThat(pod.getMetadata().getManagedFields()).isEmpty();
        assertThat(pod.getSpec().getVolumes()).singleElement().satisfies(volume -> {
            assertThat(volume.getName()).isEqualTo("v");
            assertThat(volume.getEmptyDir()).isNull();
        });
        assertThat(pod.getSpec().getNodeName()).isEqualTo("one");
        assertThat(pod.getSpec().getContainers().getFirst().getLivenessProbe()).isNull();
        assertThat(pod.getStatus().getHostIP()).isNull();
        assertThat(pod.getStatus().getContainerStatuses().getFirst().getImage()).isNull();
    }

    @Test
    void the_next_page_starts_at_the_lists_token_and_the_last_page_has_none() {
        assertThat(parse(LIST).next()).isEqualTo("next-page");
        assertThat(parse("{\"metadata\": {\"resourceVersion\": \"9\"}, \"items\": []}")
                        .next())
                .isNull();
        assertThat(parse("{\"items\": null, \"metadata\": {\"continue\": \"\"}}")
                        .next())
                .isNull();
    }

    @Test
    void a_list_that_breaks_off_is_an_error() {
        assertThatThrownBy(() -> parse(LIST.substring(0, LIST.length() - 30))).isInstanceOf(UncheckedIOException.class);
    }

    private PodListParser.Page parse(String list) {
        return parser.parse(list.getBytes(StandardCharsets.UTF_8), pods::add);
    }
}
