package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.naming.ObjectName;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A LIST for one ServiceAccount. The field selector lets the API server leave out all other pods, and resource version 0 lets it answer
 * from its memory without asking etcd; it may then ignore the limit. A watch, even of metadata only, would keep every pod of the
 * cluster here and bring each of its changes, most of them of pods that nobody bound; and metadata alone tells neither the
 * ServiceAccount nor the containers.
 */
@Singleton
class KubernetesBoundPods implements BoundPods {
    private static final long PAGE = 500;

    private final KubernetesClient client;

    KubernetesBoundPods(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public void forEach(Account account, Consumer<Pod> pod) {
        // The account's name enters a field selector: "a,status.phase=Failed" would be another question.
        if (!ObjectName.LABEL.allows(account.namespace()) || !ObjectName.SUBDOMAIN.allows(account.name())) {
            return;
        }
        String next = null;
        do {
            PodList page = page(account, next);
            // An API server that does not know the selector lists all; they are sorted out here.
            page.getItems().stream()
                    .filter(found ->
                            ObservedPod.account(found).equals(account.name()) && !ObservedPod.hasFinished(found))
                    .forEach(pod);
            next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
    }

    private PodList page(Account account, @Nullable String next) {
        ListOptionsBuilder options =
                new ListOptionsBuilder().withLimit(PAGE).withFieldSelector("spec.serviceAccountName=" + account.name());
        return client.pods()
                .inNamespace(account.namespace())
                .list((next == null ? options.withResourceVersion("0") : options.withContinue(next)).build());
    }
}
