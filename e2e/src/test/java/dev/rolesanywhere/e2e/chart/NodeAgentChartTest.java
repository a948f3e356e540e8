package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart's objects for the node agents, and the permissions of the agents. */
class NodeAgentChartTest {
    private static final String AGENT = Chart.RELEASE + "-node-agent";

    private static final List<GenericKubernetesResource> ENABLED =
            Chart.rendered(command -> command.set("nodeAgent.enabled", true));

    @Test
    void the_agent_is_installed_only_if_a_value_enables_it() {
        assertThat(Serialization.asYaml(Chart.rendered(UnaryOperator.identity())))
                .doesNotContain("DaemonSet", "node-agent", "NODE_AGENT", "jwks");
    }

    @Test
    void the_agents_container_can_only_use_the_network_of_its_node() {
        Container agent = pod().getContainers().getFirst();

        assertThat(pod().getContainers()).hasSize(1);
        assertThat(pod().getHostNetwork()).isTrue();
        assertThat(pod().getHostPID()).isNull();
        assertThat(pod().getHostIPC()).isNull();
        assertThat(agent.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(agent.getSecurityContext().getRunAsUser()).isEqualTo(19913);
        assertThat(agent.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(agent.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(agent.getSecurityContext().getPrivileged()).isNull();
        assertThat(agent.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(agent.getSecurityContext().getCapabilities().getAdd()).isEmpty();
    }

    /** The user of the images is another one: a process of the agent's user could take the port. */
    @Test
    void no_other_container_of_the_chart_has_the_agents_user() {
        assertThat(Serialization.asYaml(ENABLED).lines().filter(line -> line.contains("runAsUser: 19913")))
                .hasSize(1);
    }

    @Test
    void each_init_container_has_one_capability_and_only_what_its_task_needs() {
        assertThat(pod().getInitContainers())
                .extracting(
                        Container::getName,
                        container ->
                                container.getSecurityContext().getCapabilities().getAdd(),
                        container -> container.getVolumeMounts().size())
                .containsExactly(tuple("address", List.of("NET_ADMIN"), 0), tuple("state", List.of("CHOWN"), 1));
        assertThat(pod().getInitContainers()).allSatisfy(container -> {
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getSecurityContext().getPrivileged()).isNull();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
        });
    }

    @Test
    void the_only_directory_of_the_node_is_the_one_for_the_state() {
        assertThat(pod().getVolumes().stream().map(Volume::getHostPath).filter(path -> path != null))
                .singleElement()
                .satisfies(path -> assertThat(path.getPath()).isEqualTo("/run/rolesanywhere.dev"));
    }

    /** A declared port would keep the next agent away from the node. */
    @Test
    void a_rollout_starts_the_next_agent_before_it_ends_the_last_one() {
        assertThat(containers())
                .allSatisfy(container -> assertThat(container.getPorts()).isEmpty());
        var rolling = daemonSet().getSpec().getUpdateStrategy().getRollingUpdate();
        assertThat(rolling.getMaxSurge().getIntVal()).isOne();
        assertThat(rolling.getMaxUnavailable().getIntVal()).isZero();
        assertThat(daemonSet().getSpec().getMinReadySeconds()).isPositive();
    }

    /** An HTTP probe that fails while the agent starts would be an Event of type Warning. The program has the container's environment, and so the agent's address. */
    @Test
    void the_startup_probe_is_a_program_that_waits() {
        Probe startup = pod().getContainers().getFirst().getStartupProbe();
        assertThat(startup.getExec().getCommand()).containsExactly("/opt/java/bin/java", "@/app/java.args", "ready");
        assertThat(startup.getTimeoutSeconds()).isEqualTo(300);
    }

    @Test
    void the_agent_runs_on_every_node_and_is_the_last_to_be_evicted() {
        assertThat(pod().getTolerations()).containsExactly(new Toleration(null, null, "Exists", null, null));
        assertThat(pod().getPriorityClassName()).isEqualTo("system-node-critical");
    }

    @Test
    void the_agent_has_no_rights_in_the_cluster_and_no_token_for_its_api() {
        assertThat(pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(ENABLED)
                .filteredOn(object -> object.getKind().endsWith("RoleBinding"))
                .isNotEmpty()
                .allSatisfy(binding -> assertThat(binding.<List<Map<String, String>>>get("subjects"))
                        .noneMatch(subject -> AGENT.equals(subject.get("name"))));
    }

    @Test
    void the_agents_have_a_namespace_of_their_own_in_which_no_binding_is_served() {
        assertThat(daemonSet().getMetadata().getNamespace()).isEqualTo(AGENT);
        GenericKubernetesResource namespace = ENABLED.stream()
                .filter(object -> object.getKind().equals("Namespace"))
                .findFirst()
                .orElseThrow();
        assertThat(namespace.getMetadata().getName()).isEqualTo(AGENT);
        assertThat(namespace.getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "privileged");
        assertThat(Serialization.asYaml(ENABLED))
                .contains("value: \"kube-system,kube-public,kube-node-lease," + Chart.NAMESPACE + "," + AGENT + "\"");
        assertThat(Chart.rendered(
                        command -> command.set("nodeAgent.enabled", true).set("nodeAgent.createNamespace", false)))
                .noneMatch(object -> object.getKind().equals("Namespace"));
    }

    @Test
    void operator_webhook_and_agent_are_given_the_same_names() {
        String yaml = Serialization.asYaml(ENABLED).replaceAll("\\s+", " ");
        assertThat(yaml)
                .contains("name: \"ROLESANYWHERE_NODE_AGENT_NAMESPACE\" value: \"" + AGENT + "\"")
                .contains("name: \"ROLESANYWHERE_NODE_AGENT_SERVICE_ACCOUNT\" value: \"" + AGENT + "\"")
                .contains("name: \"ROLESANYWHERE_NODE_AGENT_IMAGE\" value: \"roles-anywhere-agent:0.1.0\"")
                .contains("image: \"roles-anywhere-agent:0.1.0\"");
        assertThat(pod().getServiceAccountName()).isEqualTo(AGENT);
    }

    @Test
    void only_an_address_to_which_clients_send_tokens_is_accepted() {
        assertThatThrownBy(() -> Chart.rendered(
                        command -> command.set("nodeAgent.enabled", true).set("nodeAgent.address", "10.0.0.1")))
                .hasMessageContaining("at '/nodeAgent/address'");
    }

    private static DaemonSet daemonSet() {
        return ENABLED.stream()
                .filter(object -> object.getKind().equals("DaemonSet"))
                .map(object -> Serialization.unmarshal(Serialization.asYaml(object), DaemonSet.class))
                .findFirst()
                .orElseThrow();
    }

    private static PodSpec pod() {
        return daemonSet().getSpec().getTemplate().getSpec();
    }

    private static Stream<Container> containers() {
        return Stream.concat(pod().getInitContainers().stream(), pod().getContainers().stream());
    }
}
