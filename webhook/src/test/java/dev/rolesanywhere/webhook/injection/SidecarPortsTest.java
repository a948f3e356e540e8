package dev.rolesanywhere.webhook.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarPortsTest {
    private static final RandomGenerator FIRST_PAIR = pair(0);
    private static final RandomGenerator LAST_PAIR = pair(4_999);

    @Test
    void a_pod_with_its_own_network_has_the_contracts_ports() {
        assertThat(SidecarPorts.of(new PodView(pod(false)), new Random(1))).isEqualTo(new SidecarPorts(9911, 9912));
    }

    @Test
    void pods_on_the_nodes_network_get_different_ports_below_those_of_node_port_services() {
        Random random = new Random(1);
        SidecarPorts first = SidecarPorts.of(new PodView(pod(true)), random);
        SidecarPorts second = SidecarPorts.of(new PodView(pod(true)), random);
        assertThat(first).isNotEqualTo(second);
        for (int count = 0; count < 10_000; count++) {
            SidecarPorts ports = SidecarPorts.of(new PodView(pod(true)), random);
            assertThat(ports.endpoint()).isBetween(20_000, 29_998);
            assertThat(ports.probe()).isEqualTo(ports.endpoint() + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 24_680, 29_998})
    void a_later_call_keeps_the_ports_of_the_first(int endpoint) {
        assertThat(SidecarPorts.of(new PodView(declaring(endpoint, endpoint + 1)), new Random(1)))
                .isEqualTo(new SidecarPorts(endpoint, endpoint + 1));
    }

    @ParameterizedTest
    @CsvSource({"9911, 9912", "80, 443", "24681, 24682", "24680, 24680", "30000, 30001", "-1, 70000", "0, 1"})
    void ports_outside_the_webhooks_range_are_replaced(int endpoint, int probe) {
        assertThat(SidecarPorts.of(new PodView(declaring(endpoint, probe)), new Random(1))
                        .endpoint())
                .isBetween(20_000, 29_998)
                .isNotEqualTo(endpoint);
    }

    @Test
    void ports_of_the_pods_own_containers_are_not_chosen() {
        ObjectNode pod = declaring(24_680, 24_681);
        ((ObjectNode) pod.at("/spec/containers/0"))
                .withArray("ports")
                .addObject()
                .put("containerPort", 24_681);
        assertThat(SidecarPorts.of(new PodView(pod), new Random(1))).isNotEqualTo(new SidecarPorts(24_680, 24_681));
    }

    @ParameterizedTest
    @CsvSource({"20000, containerPort", "20001, containerPort", "20000, hostPort", "20001, hostPort"})
    void a_pair_with_a_port_of_the_pods_own_containers_is_passed_over(int port, String field) {
        assertThat(SidecarPorts.of(new PodView(using(port, field)), FIRST_PAIR))
                .isEqualTo(new SidecarPorts(20_002, 20_003));
    }

    @Test
    void the_first_pair_follows_the_last() {
        assertThat(SidecarPorts.of(new PodView(using(29_999, "containerPort")), LAST_PAIR))
                .isEqualTo(new SidecarPorts(20_000, 20_001));
    }

    private static RandomGenerator pair(int chosen) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return chosen;
            }

            @Override
            public int nextInt(int pairs) {
                return chosen;
            }
        };
    }

    private static ObjectNode using(int port, String field) {
        ObjectNode pod = pod(true);
        ((ObjectNode) pod.at("/spec/containers/0"))
                .withArray("ports")
                .addObject()
                .put(field, port);
        return pod;
    }

    private static ObjectNode declaring(int endpoint, int probe) {
        ObjectNode pod = pod(true);
        ObjectNode sidecar =
                pod.withObject("/spec").withArray("initContainers").addObject().put("name", "aws-credentials");
        sidecar.withArray("ports").addObject().put("name", "aws-creds-probe").put("containerPort", probe);
        sidecar.withArray("ports").addObject().put("name", "aws-creds").put("containerPort", endpoint);
        return pod;
    }

    private static ObjectNode pod(boolean hostNetwork) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        ObjectNode spec = pod.putObject("spec").put("hostNetwork", hostNetwork);
        spec.withArray("containers").addObject().put("name", "app");
        return pod;
    }
}
