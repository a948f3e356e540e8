package dev.rolesanywhere.e2e.scenario;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The operator's Deployment. */
public final class Operator {
    private Operator() {}

    /** Returns after no replica is left, or after one of them is active. */
    public static void scale(KubernetesClient client, int replicas) {
        client.apps()
                .deployments()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.NAME)
                .scale(replicas);
        await().atMost(Cluster.PATIENCE)
                .until(() -> client.pods()
                                .inNamespace(Installation.NAMESPACE)
                                .withLabel(Issuing.ACTIVE_LABEL, "true")
                                .list()
                                .getItems()
                                .isEmpty()
                        == (replicas == 0));
    }
}
