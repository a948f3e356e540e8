package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code helm test} on the installed chart, which reaches both Services by their names. */
@NeedsCluster
@InTurn
class HelmTestE2E {
    @Test
    void helm_test_reaches_both_services_and_prints_their_certificates() {
        Installation installation = Installation.get();
        Helm.test(Installation.NAME)
                .withNamespace(Installation.NAMESPACE)
                .withKubeConfig(installation.cluster().kubeConfig())
                .withTimeout(240)
                .call();
        var pod =
                installation.client().pods().inNamespace(Installation.NAMESPACE).withName(Installation.NAME + "-test");
        try {
            assertThat(pod.get().getStatus().getPhase()).isEqualTo("Succeeded");
            assertThat(List.of("webhook", "issuer"))
                    .allSatisfy(part -> assertThat(pod.inContainer(part).getLog())
                            .contains(
                                    "Certificate #0",
                                    "%s-%s.%s.svc".formatted(Installation.NAME, part, Installation.NAMESPACE)));
        } finally {
            pod.delete();
        }
    }
}
