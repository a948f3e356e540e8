package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true)
class KubernetesBoundPodsTest {
    KubernetesClient client;
    KubernetesMockServer apiServer;

    @ParameterizedTest
    @ValueSource(strings = {"a,status.phase=Failed", "kube-system/../x", "a?b=c", "", "A"})
    void a_name_that_kubernetes_does_not_allow_never_enters_a_selector_or_a_path(String name) {
        KubernetesBoundPods pods = new KubernetesBoundPods(client, new PodChanges());
        pods.forEach("shop", Set.of(name), pod -> {});
        pods.forEach(name, Set.of("orders"), pod -> {});
        assertThat(apiServer.getRequestCount()).isZero();
    }

    @Test
    void while_pods_are_watched_no_answer_may_be_older_than_the_last_change() throws InterruptedException {
        PodChanges changes = new PodChanges();
        KubernetesBoundPods pods = new KubernetesBoundPods(client, changes);
        changes.begin("1");
        pods.forEach("shop", Set.of("orders"), pod -> {});
        changes.changed("shop", "7");
        pods.forEach("shop", Set.of("orders"), pod -> {});
        assertThat(apiServer.getLastRequest().getPath()).contains("resourceVersion=7");

        changes.end();
        pods.forEach("shop", Set.of("orders"), pod -> {});
        assertThat(apiServer.getLastRequest().getPath()).contains("resourceVersion=0");
    }
}
