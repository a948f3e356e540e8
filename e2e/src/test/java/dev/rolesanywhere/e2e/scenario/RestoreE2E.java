package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A namespace that was backed up, lost and restored like Velero does it: unchanged objects, pods too, without their
 * status, node and API token volume, and with Velero's own init container first. Velero itself is not run.
 */
@NeedsCluster
@InTurn
class RestoreE2E {
    private final KubernetesClient client = Installation.get().client();

    @Test
    void pods_of_a_namespace_restored_from_a_backup_have_credentials() {
        Workload shop = Workload.namespace("backup").bind("backup");
        shop.create(
                shop.pod("app", container("app", Installation.PYTHON_IMAGE, "0").build()));
        shop.awaitLog("app", "app", "assumed-role/backup/");
        ServiceAccount account = backedUp(
                client.serviceAccounts().inNamespace("backup").withName("app").require(), ServiceAccount.class);
        AWSRoleBinding binding = backedUp(
                client.resources(AWSRoleBinding.class)
                        .inNamespace("backup")
                        .withName("backup")
                        .require(),
                AWSRoleBinding.class);
        Pod pod = backedUp(shop.get("app"), Pod.class);

        client.namespaces().withName("backup").delete();
        await("the namespace is gone")
                .atMost(Cluster.PATIENCE)
                .until(() -> client.namespaces().withName("backup").get() == null);
        Workload.namespace("backup");
        client.resource(account).createOr(existing -> existing.update());
        // Pods are restored before custom resources, so this pod has no binding yet, but has its sidecar.
        Pod restored = client.resource(restoring(pod)).create();
        client.resource(binding).create();

        assertThat(restored.getSpec().getInitContainers())
                .extracting(Container::getName)
                .containsExactly("restore-wait", "aws-credentials");
        shop.awaitLog("app", "app", "assumed-role/backup/");
        shop.end();
    }

    private static <T extends HasMetadata> T backedUp(T object, Class<T> type) {
        T copy = Serialization.unmarshal(Serialization.asYaml(object), type);
        copy.getMetadata().setResourceVersion(null);
        copy.getMetadata().setUid(null);
        return copy;
    }

    private static Pod restoring(Pod backup) {
        Pod pod = new PodBuilder(backup)
                .withMetadata(new ObjectMetaBuilder()
                        .withName(backup.getMetadata().getName())
                        .withNamespace(backup.getMetadata().getNamespace())
                        .withAnnotations(backup.getMetadata().getAnnotations())
                        .withLabels(backup.getMetadata().getLabels())
                        .build())
                .withStatus(null)
                .editSpec()
                .withNodeName(null)
                .removeMatchingFromVolumes(volume -> volume.getName().startsWith("kube-api-access"))
                .addToInitContainers(
                        0,
                        container("restore-wait", Installation.PYTHON_IMAGE)
                                .withCommand("true")
                                .build())
                .endSpec()
                .build();
        List.of(pod.getSpec().getContainers(), pod.getSpec().getInitContainers())
                .forEach(containers -> containers.forEach(one ->
                        one.getVolumeMounts().removeIf(mount -> mount.getName().startsWith("kube-api-access"))));
        return pod;
    }
}
