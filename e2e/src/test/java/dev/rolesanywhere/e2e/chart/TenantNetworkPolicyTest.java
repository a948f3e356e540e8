package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.contract.Sidecar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The NetworkPolicy for tenants in docs/operations.md, and the traffic that it must allow. */
class TenantNetworkPolicyTest {
    private static final String HEADING = "## NetworkPolicies for the namespaces of injected pods";

    @Test
    void the_policy_allows_the_sidecar_to_reach_the_operator() throws IOException {
        NetworkPolicyEgressRule toOperator = policy().getSpec().getEgress().get(1);
        var peer = toOperator.getTo().getFirst();
        assertThat(peer.getNamespaceSelector().getMatchLabels())
                .containsEntry("kubernetes.io/metadata.name", Chart.NAMESPACE);
        Deployment operator = operator();
        assertThat(operator.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(peer.getPodSelector().getMatchLabels());
        assertThat(operator.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getPorts())
                .anyMatch(port -> port.getContainerPort()
                        .equals(toOperator.getPorts().getFirst().getPort().getIntVal()));
    }

    @Test
    void the_policy_allows_prometheus_to_reach_the_sidecars_metrics() throws IOException {
        assertThat(policy().getSpec()
                        .getIngress()
                        .getFirst()
                        .getPorts()
                        .getFirst()
                        .getPort()
                        .getIntVal())
                .isEqualTo(Sidecar.PROBE_PORT);
    }

    private static NetworkPolicy policy() throws IOException {
        String page = Files.readString(Path.of("../docs/operations.md"));
        String section = page.substring(page.indexOf(HEADING));
        String fence = "```yaml\n";
        String yaml = section.substring(section.indexOf(fence) + fence.length());
        return Serialization.unmarshal("---\n" + yaml.substring(0, yaml.indexOf("```")), NetworkPolicy.class);
    }

    private static Deployment operator() {
        return Chart.rendered(values -> values).stream()
                .filter(object -> object.getKind().equals("Deployment"))
                .filter(object -> object.getMetadata().getName().equals(Chart.RELEASE))
                .map(object -> Serialization.unmarshal(Serialization.asYaml(object), Deployment.class))
                .findFirst()
                .orElseThrow();
    }
}
