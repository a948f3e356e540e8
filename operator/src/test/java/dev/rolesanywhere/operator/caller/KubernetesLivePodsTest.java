package dev.rolesanywhere.operator.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.timing.IssuingTimes;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true)
class KubernetesLivePodsTest {
    KubernetesClient client;
    KubernetesMockServer apiServer;

    @ParameterizedTest
    @ValueSource(strings = {"kube-system/../x", "a?b=c", "..", "", "a/b", "a%2fb", "A"})
    void a_name_that_kubernetes_does_not_allow_never_enters_a_request(String name) {
        KubernetesLivePods pods = new KubernetesLivePods(client, new IssuingTimes(new SimpleMeterRegistry()));
        assertThat(pods.find(name, "app")).isEmpty();
        assertThat(pods.find("shop", name)).isEmpty();
        assertThat(apiServer.getRequestCount()).isZero();
    }
}
