package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.stream.Stream;

/** Watches what the webhook reads, and keeps no more of it than is used. */
@ApplicationScoped
public class ClusterCaches {
    private final SharedIndexInformer<AWSRoleBinding> bindings;
    private final SharedIndexInformer<AWSRole> roles;
    private final SharedIndexInformer<ServiceAccount> serviceAccounts;

    ClusterCaches(KubernetesClient client) {
        bindings = client.resources(AWSRoleBinding.class).inAnyNamespace().runnableInformer(0);
        roles = reduced(client, client.resources(AWSRole.class), AWSRole.class, "status.region");
        serviceAccounts = reduced(
                client, client.serviceAccounts().inAnyNamespace(), ServiceAccount.class, "metadata.annotations");
    }

    private static <T extends HasMetadata> SharedIndexInformer<T> reduced(
            KubernetesClient client, Informable<T> objects, Class<T> type, String... fields) {
        return objects.runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE, type, client.getKubernetesSerialization(), fields));
    }

    /** Does not wait: until the caches are filled the webhook is not ready, and so gets no requests. */
    void start(@Observes StartupEvent event) {
        // A missing CRD or an API server that is away must not end the process: the informers keep trying.
        informers().forEach(informer -> informer.exceptionHandler((started, failure) -> true)
                .start());
    }

    void stop(@Observes ShutdownEvent event) {
        informers().forEach(SharedIndexInformer::stop);
    }

    /** Whether every cache has seen the API server's state once. */
    public boolean filled() {
        return informers().allMatch(SharedIndexInformer::hasSynced);
    }

    SharedIndexInformer<AWSRoleBinding> bindings() {
        return bindings;
    }

    SharedIndexInformer<AWSRole> roles() {
        return roles;
    }

    SharedIndexInformer<ServiceAccount> serviceAccounts() {
        return serviceAccounts;
    }

    private Stream<SharedIndexInformer<? extends HasMetadata>> informers() {
        return Stream.of(bindings, roles, serviceAccounts);
    }
}
