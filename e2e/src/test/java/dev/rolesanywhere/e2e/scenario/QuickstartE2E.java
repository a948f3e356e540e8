package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The README's first role, word for word: its kubectl commands run by kubectl on the node. Helm and AWS are {@link Installation}'s. */
@NeedsCluster
class QuickstartE2E {
    private final Installation installation = Installation.get();

    @Test
    void the_first_role_of_the_readme_works_word_for_word() throws IOException {
        assertThat(shell(Readme.commands(2))).contains("condition met");
        Manifests.apply(installation.client(), "quickstart.yaml");
        await().atMost(Workload.PATIENCE).until(() -> shell(Readme.commands(4)).contains("sts:SetSourceIdentity"));
        installation.emulator().createRole("orders-reader", shell(Readme.commands(4)));

        assertThat(shell(Readme.commands(5))).contains("created").contains("deployment.apps/orders restarted");

        await().atMost(Workload.PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        shell("kubectl logs deployment/orders -n shop -c app"))
                .contains("assumed-role/orders-reader/"));
        assertThat(shell("kubectl get awsta,awsr,awsrb -A")).contains("REGISTERED", "SERVICEACCOUNTS", "orders-reader");
    }

    private String shell(String commands) {
        return installation
                .cluster()
                .run("sh", "-c", "export KUBECONFIG=/etc/rancher/k3s/k3s.yaml\nset -e\n" + commands);
    }
}
