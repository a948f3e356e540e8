package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The permissions of the chart's own containers. */
class RestrictedTest {
    static Stream<PodSpec> pods() {
        return Stream.of(
                        Chart.rendered(values -> values),
                        Chart.rendered(values -> values.withValuesFile(ChartRenderingTest.EVERY_VALUE)))
                .flatMap(List::stream)
                .filter(object -> object.getKind().equals("Deployment"))
                .map(object -> Serialization.unmarshal(Serialization.asYaml(object), Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void every_container_of_the_chart_is_restricted_with_a_read_only_root(PodSpec pod) {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getInitContainers()).isEmpty();
        assertThat(pod.getContainers()).isNotEmpty().allSatisfy(container -> {
            var context = container.getSecurityContext();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getPrivileged()).isNull();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(context.getCapabilities().getAdd()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("pods")
    void no_pod_of_the_chart_shares_a_resource_with_its_node(PodSpec pod) {
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(pod.getVolumes()).noneMatch(volume -> volume.getHostPath() != null);
        assertThat(pod.getContainers())
                .flatExtracting(Container::getPorts)
                .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
    }
}
